import {
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** An object of the made-up world; its fields come from its seed. */
export interface WorldObject {
  readonly __typename: string;
  readonly seed: string;
}

/** A number for a text, always the same (FNV-1a). */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  // The last characters should count as much as the first.
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
  return (value ^ (value >>> 13)) >>> 0;
}

/** A number in [0, 1) for a question about a seed. */
export const chance = (seed: string | number, question: string): number =>
  (hash(`${seed}?${question}`) % 10_000) / 10_000;

let isAsyncWorld = false;
/** Whether values may be promises from now on. */
export const letValuesBePromises = (isAsync: boolean): void => {
  isAsyncWorld = isAsync;
};
export const mayBePromise = (): boolean => isAsyncWorld;

/** A value for a type, or, every now and then, what a careless resolver gives instead. @throws Error sometimes. */
export function chooseValue(schema: GraphQLSchema, type: GraphQLOutputType, seed: number, name: string): unknown {
  const roll = chance(seed, 'trouble');
  if (roll < 0.02) throw new Error(`${name} threw ${seed % 100}.`);
  if (roll < 0.04) return new Error(`${name} is an error.`);
  if (roll < 0.06) return undefined;
  if (roll < 0.09) return null;
  if (roll < 0.1) return isListType(type) ? 'no list' : { no: 'scalar' };
  if (isAsyncWorld && roll > 0.97) return Promise.reject(new Error(`${name} was rejected.`));
  const value = valueOf(schema, type, seed, name);
  return isAsyncWorld && roll > 0.7 ? later(value, seed) : value;
}

async function later(value: unknown, seed: number): Promise<unknown> {
  for (let turns = seed % 4; turns > 0; turns -= 1) await Promise.resolve();
  return value;
}

function valueOf(schema: GraphQLSchema, type: GraphQLOutputType, seed: number, name: string): unknown {
  if (isNonNullType(type)) return valueOf(schema, type.ofType, seed, name);
  if (isListType(type)) {
    const items = Array.from({ length: seed % 4 }, (_, index) => {
      try {
        return chooseValue(schema, type.ofType, hash(`${seed}[${index}]`), name);
      } catch (error) {
        return error;
      }
    });
    // When an item fails at once, graphql-js leaves the promises before it to themselves, which ends the process if they reject.
    if (isAsyncWorld && isNonNullType(type.ofType)) {
      return items.map(item => (item instanceof Error ? Promise.reject(item) : Promise.resolve(item)));
    }
    return chance(seed, 'set') < 0.1 ? new Set(items) : items;
  }
  if (isObjectType(type)) return createObject(schema, type.name, seed);
  if (isAbstractType(type)) {
    const types = schema.getPossibleTypes(type);
    return createObject(schema, types[seed % types.length]!.name, seed);
  }
  const scalars: Record<string, unknown> = {
    Int: seed % 1000,
    Float: (seed % 1000) / 8,
    Boolean: seed % 2 === 0,
    Color: ['RED', 'GREEN', 'BLUE', 'PINK'][seed % 4],
    Moment: { at: seed },
  };
  return scalars[type.name] ?? `${name} žluť ${seed % 1000}`;
}

/** An object whose properties are values, methods, or throw when they are read. */
function createObject(schema: GraphQLSchema, __typename: string, seed: number): WorldObject {
  const known: WorldObject = { __typename, seed: String(seed) };
  const type = schema.getType(__typename);
  const fields = isObjectType(type) ? type.getFields() : {};
  return new Proxy(known, {
    get(target, key, receiver) {
      const field = typeof key === 'string' ? fields[key] : undefined;
      if (field === undefined || field.resolve !== undefined) return Reflect.get(target, key, receiver);
      const choose = (values: unknown) =>
        chooseValue(schema, field.type, hash(`${seed}.${field.name}(${JSON.stringify(values)})`), field.name);
      return chance(seed, `method ${field.name}`) < 0.3 ? choose : choose({});
    },
  });
}
