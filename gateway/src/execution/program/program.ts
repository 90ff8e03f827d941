import type { Position } from './position.ts';
import type { FetchOperation } from './fetch-operation.ts';
import type { ObjectShapes } from './response-shape.ts';

/** A plan as tables. */
export interface Program {
  readonly root: Position;
  /** Those that wait for others come after them. The first of a subscription is what it subscribes to. */
  readonly operations: readonly FetchOperation[];
  readonly shapes: ObjectShapes;
  /**
   * Whether objects are shared by all places of the response that show the same entity. They are not where several fetches complete
   * the same nested object: what one place learns must not show in another.
   */
  readonly sharesEntities: boolean;
  /** Response names in subgraphs' answers that differ from the client's, and the client's; null: it did not ask. */
  readonly clientNames: ReadonlyMap<string, string | null>;
}
