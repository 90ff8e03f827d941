import type { WorldDefinition } from '../world/world-definition.ts';

/** Entities that lead from subgraph to subgraph and back, to themselves, and nulls that must rise through all of them. */
export const chains: WorldDefinition = {
  name: 'chains',
  subgraphs: [
    {
      name: 'alpha',
      sdl: `
        type Query { a: A! as: [A!]! maybeA: A }
        type A @key(fields: "id") { id: ID! name: String! b: B! bs: [B] peer: A peers: [A!]! }
        type B @key(fields: "id") { id: ID! }
      `,
    },
    {
      name: 'beta',
      sdl: `
        type Query { b: B bs: [B]! }
        type B @key(fields: "id") { id: ID! name: String! strict: Int! a: A! as: [A!] c: C cs: [[C!]!]! }
        type A @key(fields: "id") { id: ID! betaOnly: String! }
        type C @key(fields: "id") { id: ID! }
      `,
    },
    {
      name: 'gamma',
      sdl: `
        type Query { c: C! cs: [[C]] }
        type C @key(fields: "id") { id: ID! name: String a: A! b: B! inner: Inner! inners: [Inner!]! }
        type Inner { c: C! value: Int! note: String }
        type A @key(fields: "id") { id: ID! gammaOnly: String! gamma: Inner! }
        type B @key(fields: "id") { id: ID! gammas: [Inner!]! }
      `,
    },
  ],
};
