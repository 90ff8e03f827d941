import { hashText, Random } from '../random.ts';

/** What goes wrong with one field of one object, whichever subgraph and fetch asks for it. */
export type FieldFault =
  'error' | 'null' | 'missing' | 'wrong-leaf' | 'wrong-shape' | 'wrong-typename' | 'null-element';

/** What goes wrong with one representation in one subgraph. `everything` fails all representations that are sent beside it. */
export type ReferenceFault = 'unresolved' | 'error' | 'everything';

/** What a subgraph does with every request. */
export type SubgraphFault =
  | 'down'
  | 'timeout'
  | 'errors-only'
  | 'null-data'
  | 'null-data-with-error'
  | 'not-json'
  | 'not-an-object'
  | 'no-data'
  | 'short-entities'
  | 'long-entities'
  | 'no-entities'
  | 'entities-not-a-list';

/**
 * What goes wrong in a run. Everything is decided by what a fetch is about and never by the fetch itself: executors merge fetches
 * and leave out repeated representations, and must still meet the same faults.
 */
export interface Faults {
  readonly name: string;
  field(objectSeed: string, field: string): FieldFault | undefined;
  reference(subgraph: string, objectSeed: string): ReferenceFault | undefined;
  subgraph(subgraph: string): SubgraphFault | undefined;
}

export const noFaults: Faults = {
  name: 'none',
  field: () => undefined,
  reference: () => undefined,
  subgraph: () => undefined,
};

interface FaultFamily {
  readonly name: string;
  readonly fields: readonly FieldFault[];
  readonly fieldRate: number;
  readonly references: readonly ReferenceFault[];
  readonly referenceRate: number;
  readonly subgraphs: readonly SubgraphFault[];
  readonly subgraphRate: number;
}

const nothing = {
  fields: [],
  fieldRate: 0,
  references: [],
  referenceRate: 0,
  subgraphs: [],
  subgraphRate: 0,
} satisfies Partial<FaultFamily>;

/** Kinds of trouble, one kind a run: what well-behaved subgraphs do first, then what no subgraph should. */
export const faultFamilies: readonly FaultFamily[] = [
  { ...nothing, name: 'field errors', fields: ['error'], fieldRate: 0.08 },
  { ...nothing, name: 'references', references: ['unresolved', 'error', 'everything'], referenceRate: 0.2 },
  {
    ...nothing,
    name: 'failing subgraphs',
    subgraphs: ['down', 'timeout', 'errors-only', 'null-data-with-error'],
    subgraphRate: 0.4,
  },
  { ...nothing, name: 'nulls', fields: ['null', 'missing', 'null-element'], fieldRate: 0.08 },
  { ...nothing, name: 'wrong values', fields: ['wrong-leaf', 'wrong-shape', 'wrong-typename'], fieldRate: 0.08 },
  {
    ...nothing,
    name: 'malformed answers',
    subgraphs: [
      'not-json',
      'not-an-object',
      'no-data',
      'null-data',
      'short-entities',
      'long-entities',
      'no-entities',
      'entities-not-a-list',
    ],
    subgraphRate: 0.4,
  },
];

/** The faults of one family that a seed gives. */
export function createFaults(family: FaultFamily, seed: number): Faults {
  const decide = <T>(kinds: readonly T[], rate: number, about: string): T | undefined => {
    if (rate === 0) return undefined;
    const random = new Random(hashText(`${seed} ${about}`));
    return random.chance(rate) ? random.pick(kinds) : undefined;
  };
  return {
    name: family.name,
    field: (object, field) => decide(family.fields, family.fieldRate, `${object}.${field}`),
    reference: (subgraph, object) => decide(family.references, family.referenceRate, `${subgraph} ${object}`),
    subgraph: subgraph => decide(family.subgraphs, family.subgraphRate, subgraph),
  };
}
