import { listOperand } from './schema-operands.ts';
import { failure, type SchemaKeyword, type SchemaRule } from './schema-rule.ts';

/** The rule of `allOf`, `anyOf`, `oneOf` or `not`; undefined for other keywords. */
export function combinationRule(keyword: SchemaKeyword): SchemaRule | undefined {
  const { keyword: name, operand, compile } = keyword;
  if (name === 'not') {
    const inner = compile(operand);
    return value => (inner.accepts(value) ? failure(keyword, { reason: 'child expression matched' }) : undefined);
  }
  if (name !== 'allOf' && name !== 'anyOf' && name !== 'oneOf') return undefined;
  const schemas = listOperand(keyword).map(compile);
  return value => {
    const accepted = schemas.filter(schema => schema.accepts(value)).length;
    const holds = name === 'allOf' ? accepted === schemas.length : name === 'anyOf' ? accepted > 0 : accepted === 1;
    return holds ? undefined : failure(keyword, { schemasNotSatisfied: schemas.length - accepted });
  };
}
