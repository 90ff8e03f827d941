/** Where ours and Apollo's executor are meant to differ. */
export interface KnownDivergence {
  readonly stock: string;
  readonly ours: string;
  readonly why: string;
}

/**
 * Every divergence that the comparison lets pass, or avoids by what it asks stock for. Each has a test of its own in
 * `known-divergences.test.ts`. The first part is about errors, the second about data that stock gets wrong.
 */
export const knownDivergences = {
  'silent nulls': {
    stock:
      'What breaks the schema (null where none may be, a leaf of another type, an unknown __typename) becomes null without an error.',
    ours: 'The same null with a coded error at its path.',
    why: 'A client cannot tell such a null from a real one.',
  },
  'missing entities': {
    stock: 'An entity that a subgraph does not return, or that cannot be asked for, leaves nulls without an error.',
    ours: 'The same nulls with a coded error at the path of the entity.',
    why: 'It is a failure of the graph, and the client is owed its cause.',
  },
  'malformed answers': {
    stock: 'A list where an object belongs, or the reverse, fails the whole request with an internal error.',
    ours: 'Null in that place, with a coded error.',
    why: 'One subgraph must not take the others down.',
  },
  'masked failures': {
    stock:
      'An answer without a proper `_entities`, or without data, is an internal error that names no place, or no error at all.',
    ours: 'A coded error for the fetch.',
    why: 'As above.',
  },
  'places of failed fetches': {
    stock: 'A fetch that fails as a whole is an error without a path, once a fetch.',
    ours: 'The error may name the paths that stayed empty, and is told once where fetches were merged.',
    why: 'Clients look for errors by path.',
  },
  'paths of entity errors': {
    stock:
      'The n-th representation is taken for the n-th object at the path, which it is not where some were left out.',
    ours: 'The path of every object that shares the representation.',
    why: 'Stock names objects that have no error.',
  },
  'needless fetches': {
    stock:
      'A subgraph is asked for an operation that @skip and @include leave nothing of, and its failure is an error.',
    ours: 'It is not asked, nor for keys that nothing needs any more.',
    why: 'Ours plans what is left of an operation. The comparison asks stock for what is left, too.',
  },
  'repeated errors': {
    stock: 'The same error is told once a fetch that met it.',
    ours: 'Perhaps less often; errors of the same path, code and message are compared as one.',
    why: 'Fetches are merged.',
  },
  'names of keys': {
    stock:
      'A response name that is also the name of a key or of a required field takes its place: wrong data, nulls or a failed request.',
    ours: 'The right data.',
    why: 'The planner asks for `id` and for `id: name` in one selection and keeps one of them.',
  },
  'conditions without __typename': {
    stock:
      'A type condition around an object whose __typename the plan does not fetch is taken not to apply; fields are missing.',
    ours: 'The type is known from the schema.',
    why: 'The planner leaves out __typename where the type is certain; the executor looks for it all the same.',
  },
  'lists of lists': {
    stock: 'Lists of lists whose objects two subgraphs contribute to are overwritten instead of merged.',
    ours: 'Merged.',
    why: 'Its merge knows objects in lists only.',
  },
  'names of interface objects': {
    stock: 'A subgraph with @interfaceObject answers the interface as __typename, which replaces that of the object.',
    ours: 'The name of the object type stays.',
    why: 'Stock answers null for objects whose type it has just forgotten.',
  },
  'order of keys': {
    stock: 'Fields that several fragments select can be answered in another order than the operation asks for.',
    ours: 'The order of the specification.',
    why: 'Stock merges selections before it answers.',
  },
  'order of mutations': {
    stock:
      'Root fields of a mutation that fragments select are executed before or after others than the operation says.',
    ours: 'The order of the specification.',
    why: 'The planner merges the selections of a subgraph in its own order; ours gives it none to merge.',
  },
  'context arguments': {
    stock: 'A supergraph with @context is refused.',
    ours: 'Executed.',
    why: 'Apollo executes it in its router only.',
  },
  'requirements of interface objects': {
    stock:
      '@requires in a type with @interfaceObject: operations with type conditions are refused, or plans lack keys, or planning takes a minute.',
    ours: 'Refused by the same planner; where a plan lacks keys, a coded error.',
    why: "The planner is Apollo's.",
  },
  'requirements with arguments': {
    stock: '@requires of a field with arguments takes what the client asked for with other arguments.',
    ours: 'Refused, or right.',
    why: 'Data would be wrong without a sign.',
  },
} as const satisfies Record<string, KnownDivergence>;

export type DivergenceName = keyof typeof knownDivergences;
