import { isEnumType, type GraphQLEnumType, type GraphQLLeafType } from 'graphql';

/** How the JSON text of a leaf is checked against its type. */
export type LeafCheck =
  | { readonly kind: 'any' | 'string' | 'boolean' | 'integer' | 'number' | 'id' }
  | { readonly kind: 'enum'; readonly values: ReadonlySet<string> };

const builtIn: Readonly<Record<string, LeafCheck>> = {
  String: { kind: 'string' },
  Boolean: { kind: 'boolean' },
  Int: { kind: 'integer' },
  Float: { kind: 'number' },
  ID: { kind: 'id' },
};

/** Custom scalars are what their subgraph says they are. */
export function leafCheck(type: GraphQLLeafType): LeafCheck {
  if (!isEnumType(type)) return Object.hasOwn(builtIn, type.name) ? builtIn[type.name]! : any;
  let check = enums.get(type);
  if (check === undefined) {
    check = { kind: 'enum', values: new Set(type.getValues().map(({ name }) => JSON.stringify(name))) };
    enums.set(type, check);
  }
  return check;
}

const any: LeafCheck = { kind: 'any' };
const enums = new WeakMap<GraphQLEnumType, LeafCheck>();

/** Whether a leaf's JSON text, which is not null, may stand where its type is expected. */
export function isValidLeaf(check: LeafCheck, text: string): boolean {
  const first = text.charCodeAt(0);
  switch (check.kind) {
    case 'any':
      return true;
    case 'string':
      return first === 34;
    case 'boolean':
      return first === 116 || first === 102;
    case 'number':
      return isNumber(first);
    case 'integer':
      return isNumber(first) && isInteger(text);
    case 'id':
      return first === 34 || (isNumber(first) && isInteger(text));
    case 'enum':
      return check.values.has(text);
  }
}

const isNumber = (first: number) => first === 45 || (first >= 48 && first <= 57);

function isInteger(text: string): boolean {
  for (let index = 1; index < text.length; index++) {
    const character = text.charCodeAt(index);
    // With a point or an exponent it may still be one, as 1.0 is.
    if (character < 48 || character > 57) return Number.isInteger(Number(text));
  }
  return text.length < 16 || Number.isInteger(Number(text));
}
