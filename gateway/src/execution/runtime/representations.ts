import type { FetchPart, FetchTarget } from '../program/fetch-operation.ts';
import { isSameEntity, type Template, type WrittenRepresentation } from '../program/representation.ts';
import type { ObjectValue, Value } from '../program/value.ts';

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
  const known = new KnownEntities();
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
      const template = writer.templateOf(object);
      let index = shares && template !== null ? known.find(object, template) : undefined;
      if (index === undefined) {
        const representation = writer.write(object, template);
        if (representation === null || representation === undefined) {
          indexes.push(representation === null ? unidentified : notAsked);
          hasUnidentified ||= representation === null;
          continue;
        }
        index = shares ? known.findText(representation, template!) : undefined;
        if (index === undefined) {
          index = typenames.length;
          if (shares) known.add({ template: template!, object, index }, representation);
          typenames.push(template!.typename);
          text += index === 0 ? representation : `,${representation}`;
        }
      }
      indexes.push(index);
    }
    assignments.push({ target, objects, indexes });
  }
  return { text, typenames, assignments, hasUnidentified };
}

/** Entities whose representations are written. Most are found without writing them again, by the JSON text of the first of their keys. */
class KnownEntities {
  private readonly byLeadingKey = new Map<Value, WrittenRepresentation[]>();
  private readonly byText = new Map<string, number>();

  find(object: ObjectValue, template: Template): number | undefined {
    if (template.leadingSlot < 0) return undefined;
    const candidates = this.byLeadingKey.get(object[template.leadingSlot]);
    if (candidates === undefined) return undefined;
    for (let at = 0; at < candidates.length; at++) {
      if (isSameEntity(candidates[at]!, object, template)) return candidates[at]!.index;
    }
    return undefined;
  }

  /** For those whose keys are nested, which only the whole text tells apart. */
  findText(representation: string, { leadingSlot }: Template): number | undefined {
    return leadingSlot < 0 ? this.byText.get(representation) : undefined;
  }

  add(written: WrittenRepresentation, representation: string): void {
    const { object, template } = written;
    if (template.leadingSlot < 0) return void this.byText.set(representation, written.index);
    const key = object[template.leadingSlot];
    const candidates = this.byLeadingKey.get(key);
    if (candidates === undefined) this.byLeadingKey.set(key, [written]);
    else candidates.push(written);
  }
}
