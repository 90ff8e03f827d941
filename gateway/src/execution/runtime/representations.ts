import type { FetchPart, FetchTarget } from '../program/fetch-operation.ts';
import type { ObjectValue } from '../program/value.ts';

/** In place of the index of an entity: the object lacks what would identify it. */
export const unidentified = -1;
/** In place of the index of an entity: nothing is asked about objects of this type. */
export const notAsked = -2;

/** Which entity of an answer each object of a target waits for. */
export interface Assignment {
  readonly target: FetchTarget;
  readonly objects: readonly ObjectValue[];
  readonly indexes: readonly number[];
}

/** What is asked of a subgraph about one part's objects. */
export interface Representations {
  /** JSON texts joined by commas; empty when there is nothing to ask. */
  readonly text: string;
  /** The type's name of each, as JSON text. */
  readonly typenames: readonly string[];
  readonly assignments: readonly Assignment[];
  readonly hasUnidentified: boolean;
}

/**
 * Writes what identifies the objects of a part.
 * @param objectsAt the objects of one of its targets.
 * @param shares whether objects that are the same entity wait for the same answer.
 */
export function writeRepresentations(
  { targets }: FetchPart,
  objectsAt: (target: FetchTarget) => readonly ObjectValue[],
  shares: boolean,
): Representations {
  const known = new Map<string, number>();
  const typenames: string[] = [];
  const assignments: Assignment[] = [];
  let text = '';
  let hasUnidentified = false;
  for (const target of targets) {
    const objects = objectsAt(target);
    const indexes: number[] = [];
    const writer = target.representation!;
    for (let at = 0; at < objects.length; at++) {
      const object = objects[at]!;
      const representation = writer.write(object);
      if (representation === null || representation === undefined) {
        indexes.push(representation === null ? unidentified : notAsked);
        hasUnidentified ||= representation === null;
        continue;
      }
      let index = shares ? known.get(representation) : undefined;
      if (index === undefined) {
        index = typenames.length;
        if (shares) known.set(representation, index);
        typenames.push(writer.typenameOf(object));
        text += index === 0 ? representation : `,${representation}`;
      }
      indexes.push(index);
    }
    assignments.push({ target, objects, indexes });
  }
  return { text, typenames, assignments, hasUnidentified };
}
