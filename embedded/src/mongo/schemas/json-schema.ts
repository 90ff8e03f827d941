import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { combinationRule } from './combination-rules.ts';
import { containerRule } from './container-rules.ts';
import { valueRule } from './value-rules.ts';
import type { CompiledSchema } from './schema-rule.ts';

/** Keywords that demand nothing by themselves: annotations, and those another keyword takes into account. */
const passive = new Set([
  'title',
  'description',
  '$comment',
  'encrypt',
  'encryptMetadata',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'additionalItems',
  'patternProperties',
  'uniqueItems',
]);

/**
 * Compiles a schema of the JSON Schema draft 4 subset MongoDB has, with `bsonType`. Throws for unknown keywords and bad
 * operands. https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/
 */
export function compileSchema(schema: unknown): CompiledSchema {
  if (!isDocument(schema)) throw new MongoError('TypeMismatch', '$jsonSchema must be an object');
  const rules = Object.entries(schema).flatMap(([name, operand]) => {
    const keyword = { keyword: name, operand, schema, compile: compileSchema };
    const rule = valueRule(keyword) ?? containerRule(keyword) ?? combinationRule(keyword);
    if (!rule && !passive.has(name)) throw new MongoError('FailedToParse', `Unknown $jsonSchema keyword: ${name}`);
    return rule ? [rule] : [];
  });
  return {
    accepts: value => rules.every(rule => rule(value) === undefined),
    violations: value => rules.flatMap(rule => rule(value) ?? []),
  };
}
