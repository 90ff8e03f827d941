import type { ContextArgument } from './context-argument.ts';
import type { Reader } from './reader.ts';
import type { RepresentationWriter } from './representation.ts';

/** A place in the response whose objects a fetch completes. */
export interface FetchTarget {
  /** Response names and `@`, for the paths of errors. */
  readonly path: readonly string[];
  /** The slots to follow from the root; lists are gone through as they come. */
  readonly hops: readonly number[];
  /** null where nothing identifies an entity: the answer's root fields are put into every object here. */
  readonly representation: RepresentationWriter | null;
  /** What to copy from an answered object, and where to: slots, in pairs. */
  readonly copies: { readonly from: readonly number[]; readonly to: readonly number[] };
  /** The same for `__typename`, where it is answered; and the names of interfaces, which do not replace the name of an object's type. */
  readonly typename: { readonly from: number; readonly to: number; readonly interfaces: ReadonlySet<string> } | null;
}

/** One selection of a fetch operation, and all places that its answer is for. */
export interface FetchPart {
  /** Response name of its `_entities` field. */
  readonly alias: string;
  /** Its variable for representations. */
  readonly variable: string;
  readonly reader: Reader;
  readonly targets: readonly FetchTarget[];
  /** Whether a fetch that requires less was joined to it. */
  readonly hasJoined: boolean;
}

/** One request to one subgraph. */
export interface FetchOperation {
  readonly index: number;
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly text: string;
  readonly operationName: string | undefined;
  /** The body up to the values of variables; latin1 JSON text. */
  readonly prefix: string;
  /** The client's variables it uses, under the names that they have in the plan. */
  readonly variables: readonly { readonly name: string; readonly clientName: string }[];
  /** Variables whose values come from objects further up; requests differ by them. */
  readonly contexts: readonly ContextArgument[];
  /** Whether it asks for entities rather than root fields; then each part has representations. */
  readonly isEntities: boolean;
  readonly parts: readonly FetchPart[];
  /** JSON text in front of each part's list in the answer. */
  readonly literals: readonly string[];
  /** How many operations must be done before. */
  readonly waitsFor: number;
  /** Indexes of the operations that wait for this one. */
  readonly dependents: readonly number[];
  /** What was merged into it, to be asked one by one when it fails as a whole; null when nothing was. */
  readonly separate: (() => readonly FetchOperation[]) | null;
}
