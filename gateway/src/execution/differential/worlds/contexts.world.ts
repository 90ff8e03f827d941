import type { WorldDefinition } from '../world/world-definition.ts';

/** Arguments that are taken from objects further up: `@context` and `@fromContext`. */
export const contexts: WorldDefinition = {
  name: 'contexts',
  beyondStock: true,
  subgraphs: [
    {
      name: 'shops',
      sdl: `
        type Query { shops: [Shop!] shop: Shop! }
        type Shop @key(fields: "id") @context(name: "shop") { id: ID! currency: String! name: String products: [Product!]! best: Product }
        type Product @key(fields: "id") {
          id: ID!
          title: String
          price(currency: String @fromContext(field: "$shop { currency }"), rounded: Boolean): String
          variants: [Variant!]
        }
        type Variant @key(fields: "id") { id: ID! cost(currency: String @fromContext(field: "$shop { currency }")): Float }
      `,
    },
    {
      name: 'stock',
      sdl: `
        type Product @key(fields: "id") { id: ID! amount: Int }
        type Variant @key(fields: "id") { id: ID! color: String }
      `,
    },
  ],
};
