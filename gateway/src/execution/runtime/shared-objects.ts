import type { ObjectShape } from '../program/response-shape.ts';
import type { ObjectValue } from '../program/value.ts';

/**
 * Objects that stand in several places of a response since a subgraph sent the same text there. Whatever else is fetched about them is
 * the same in all places, too; so is their text in the response, once it is written: null before.
 */
export type SharedObjects = Map<ObjectValue, { readonly shape: ObjectShape; readonly text: string } | null>;
