import { isInterfaceType, type GraphQLSchema } from 'graphql';
import type { FetchTarget } from './fetch-operation.ts';
import type { Position } from './position.ts';
import type { Reader } from './reader.ts';

/** The position at a path of response names and `@`. */
export function positionAt(root: Position, path: readonly string[]): Position {
  return path.reduce((position, key) => (key === '@' ? position : position.child(key)), root);
}

/** The slots to follow to a path. */
export function hopsTo(root: Position, path: readonly string[]): number[] {
  let position = root;
  const hops: number[] = [];
  for (const key of path) {
    if (key === '@') continue;
    hops.push(position.slot(key));
    position = position.child(key);
  }
  return hops;
}

/** From which slot of an answered object to which slot of the objects at a position its fields go. */
export function copiesTo(
  reader: Reader,
  position: Position,
  interfaces: ReadonlySet<string>,
): Pick<FetchTarget, 'copies' | 'typename'> {
  const { position: layout } = reader;
  const names = new Map([...layout.slots].map(([name, slot]) => [slot, name] as const));
  const { slots, constants } = reader.all;
  const from = new Set([...slots, ...constants.map(([slot]) => slot)]);
  const copies = [...from].map(
    slot => [slot, layout === position ? slot : position.slot(names.get(slot)!)] as [number, number],
  );
  const typename = copies.find(([slot]) => names.get(slot) === '__typename');
  const others = copies.filter(copy => copy !== typename);
  return {
    copies: { from: others.map(([slot]) => slot), to: others.map(([, slot]) => slot) },
    typename: typename === undefined ? null : { from: typename[0], to: typename[1], interfaces },
  };
}

/** JSON texts of the names of interfaces. */
export function interfaceNames(schema: GraphQLSchema): ReadonlySet<string> {
  let names = namesOf.get(schema);
  if (names === undefined) {
    const interfaces = Object.values(schema.getTypeMap()).filter(type => isInterfaceType(type));
    names = new Set(interfaces.map(({ name }) => JSON.stringify(name)));
    namesOf.set(schema, names);
  }
  return names;
}

const namesOf = new WeakMap<GraphQLSchema, ReadonlySet<string>>();
