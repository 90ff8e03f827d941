import { MongoError } from '../errors/mongo-error.ts';
import { bsonTypeOf, isDocument, isOfType, typeAlias } from '../values/bson-type.ts';
import { compareValues } from '../values/compare.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { listOperand, numberOperand, patternOperand } from './schema-operands.ts';
import { failure, ruleFor, type SchemaKeyword, type SchemaRule } from './schema-rule.ts';

/** JSON Schema's own type names. */
const jsonTypes: Record<string, string> = {
  object: 'object',
  array: 'array',
  number: 'number',
  boolean: 'bool',
  string: 'string',
  null: 'null',
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isArray = (value: unknown): value is unknown[] => Array.isArray(value);
const isAny = (_value: unknown): _value is unknown => true;

/** The rule of a keyword about a value itself: its type, amount, length, form; undefined for other keywords. */
export function valueRule(keyword: SchemaKeyword): SchemaRule | undefined {
  switch (keyword.keyword) {
    case 'bsonType':
    case 'type':
      return typeRule(keyword);
    case 'enum': {
      const keys = new Set(listOperand(keyword).map(item => encodeKey(item)));
      return ruleFor(keyword, isAny, value => keys.has(encodeKey(value)), 'value was not found in enum');
    }
    case 'minimum':
      return boundRule(keyword, 1, keyword.schema['exclusiveMinimum'] === true);
    case 'maximum':
      return boundRule(keyword, -1, keyword.schema['exclusiveMaximum'] === true);
    case 'multipleOf': {
      const divisor = numberOperand(keyword);
      const isMultiple = (value: number): boolean => Number.isInteger(Number((value / divisor).toPrecision(12)));
      return ruleFor(
        keyword,
        isBsonNumber,
        value => isMultiple(toNumber(value)),
        'not a multiple of the specified value',
      );
    }
    case 'pattern': {
      const expression = patternOperand(keyword);
      return ruleFor(keyword, isText, value => expression.test(value), 'regular expression did not match');
    }
    default:
      return sizeRule(keyword);
  }
}

function typeRule(keyword: SchemaKeyword): SchemaRule {
  const { operand } = keyword;
  const aliases = (Array.isArray(operand) ? operand : [operand]).map(name => {
    const alias = keyword.keyword === 'type' ? jsonTypes[String(name)] : typeAlias(name);
    if (alias === undefined) throw new MongoError('BadValue', `Unknown type name alias: ${String(name)}`);
    return alias;
  });
  return value => {
    if (aliases.some(alias => isOfType(value, alias))) return undefined;
    return failure(keyword, {
      reason: 'type did not match',
      consideredValue: value,
      consideredType: bsonTypeOf(value),
    });
  };
}

function boundRule(keyword: SchemaKeyword, sign: 1 | -1, exclusive: boolean): SchemaRule {
  const { operand } = keyword;
  numberOperand(keyword);
  const holds = (value: unknown): boolean => {
    const order = compareValues(value, operand) * sign;
    return exclusive ? order > 0 : order >= 0;
  };
  return ruleFor(keyword, isBsonNumber, holds, 'comparison failed');
}

/** Lengths count characters, not UTF-16 units. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function sizeRule(keyword: SchemaKeyword): SchemaRule | undefined {
  const { keyword: name } = keyword;
  if (!/^(?:min|max)(?:Length|Items|Properties)$/.test(name)) return undefined;
  const bound = numberOperand(keyword);
  const holds = (size: number): boolean => (name.startsWith('min') ? size >= bound : size <= bound);
  if (name.endsWith('Length')) {
    return ruleFor(keyword, isText, value => holds(lengthOf(value)), 'specified string length was not satisfied');
  }
  if (name.endsWith('Items')) {
    return ruleFor(keyword, isArray, value => holds(value.length), 'array did not match specified length');
  }
  const count = (value: object): number => Object.keys(value).length;
  return ruleFor(keyword, isDocument, value => holds(count(value)), 'specified number of properties was not satisfied');
}
