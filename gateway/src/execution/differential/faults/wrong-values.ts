import type { Random } from '../random.ts';

const wrongLeaves: Record<string, readonly unknown[]> = {
  Int: ['5', 1.5, true, {}, [], [7]],
  Float: ['1.5', false, {}, []],
  String: [12, true, {}, [], ['text']],
  Boolean: ['true', 1, {}, []],
  ID: [true, 1.5, {}, []],
};

/** A value that a leaf of this type must not have; undefined for custom scalars, which take anything. */
export function wrongLeaf(typeName: string, isEnum: boolean, random: Random): unknown {
  if (isEnum) return random.pick(['NOT_A_VALUE', '', 3, true, {}, []]);
  const choices = wrongLeaves[typeName];
  return choices === undefined ? undefined : structuredClone(random.pick(choices));
}

/** Something else than an object. */
export const wrongObject = (random: Random): unknown => random.pick<unknown>(['text', 5, true, [], ['text']]);

/** Something else than a list. */
export const wrongList = (random: Random): unknown => random.pick<unknown>(['text', 5, true, {}, { length: 1 }]);
