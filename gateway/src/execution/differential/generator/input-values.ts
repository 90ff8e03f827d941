import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputType,
} from 'graphql';
import type { Random } from '../random.ts';

/** A name of an enum's value, which a literal writes without quotes. */
export class EnumName {
  constructor(readonly name: string) {}
}

/** A value that an input of a type may have. Enum values are `EnumName`s. */
export function inputValue(type: GraphQLInputType, random: Random, depth = 0): unknown {
  if (isNonNullType(type)) return required(type.ofType, random, depth);
  return random.chance(0.15) ? null : required(type, random, depth);
}

function required(type: GraphQLInputType, random: Random, depth: number): unknown {
  if (isListType(type)) {
    const elementType = type.ofType;
    // One value stands for a list of it.
    if (!isListType(elementType) && random.chance(0.1)) return required(unwrap(elementType), random, depth);
    return Array.from({ length: random.integer(depth > 2 ? 1 : 3) }, () => inputValue(elementType, random, depth + 1));
  }
  if (isEnumType(type)) return new EnumName(random.pick(type.getValues()).name);
  if (isInputObjectType(type)) {
    const entries = Object.values(type.getFields())
      .filter(field => isRequiredInputField(field) || (depth < 3 && random.chance(0.5)))
      .map(field => [field.name, inputValue(field.type, random, depth + 1)] as const);
    return Object.fromEntries(random.shuffle(entries));
  }
  if (isNonNullType(type)) return required(type.ofType, random, depth);
  switch (type.name) {
    case 'Int':
      return random.pick([0, 1, 2, 3, -5, 2147483647]);
    case 'Float':
      return random.pick([0, 1, 1.5, -0.25, 1e10]);
    case 'Boolean':
      return random.chance(0.5);
    case 'ID':
      return random.chance(0.2) ? random.integer(5) : random.pick(['1', 'a', 'Item/id/1', 'é"\\😀']);
    case 'JSON':
      return random.pick<unknown>([1, 'text', true, [1, 'two', []], { key: 'value', nested: { list: [null, 1.5] } }]);
    default:
      return random.pick(['', 'text', 'é "quoted" \\ 😀', 'line\nbreak', '$variable', '{ brace }']);
  }
}

const unwrap = (type: GraphQLInputType): GraphQLInputType => (isNonNullType(type) ? type.ofType : type);

/** The value as the text of a GraphQL literal. */
export function toLiteral(value: unknown): string {
  if (value instanceof EnumName) return value.name;
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${key}: ${toLiteral(entry)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}

/** The value as the JSON of variables. */
export function toJson(value: unknown): unknown {
  if (value instanceof EnumName) return value.name;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry)]));
  }
  return value;
}
