import type { WorldDefinition } from '../world/world-definition.ts';

/** Several keys, compound and nested ones, keys of numbers, keys that only some subgraphs know. */
export const keys: WorldDefinition = {
  name: 'keys',
  subgraphs: [
    {
      name: 'catalog',
      sdl: `
        type Query { items: [Item!]! item(sku: String!, region: String): Item firstItem: Item! }
        type Item @key(fields: "id") @key(fields: "sku region { code }") {
          id: ID!
          sku: String!
          region: Region!
          title: String
          related(limit: Int = 2, tags: [String!]): [Item]
        }
        type Region @key(fields: "code") { code: String! country: String }
      `,
    },
    {
      name: 'pricing',
      sdl: `
        type Item @key(fields: "sku region { code }") {
          sku: String!
          region: Region!
          price: Float
          currency: String!
          seller: Seller
        }
        type Region @key(fields: "code") { code: String! taxRate: Float }
        type Seller @key(fields: "number") { number: Int! rating: Float }
      `,
    },
    {
      name: 'sellers',
      sdl: `
        type Query { sellers: [Seller] bestSeller: Seller! }
        type Seller @key(fields: "number") @key(fields: "slug name") {
          number: Int!
          slug: String!
          name: String!
          items: [Item!]
          home: Region
        }
        type Item @key(fields: "id") { id: ID! soldCount: Int }
        type Region @key(fields: "code", resolvable: false) { code: String! }
      `,
    },
    {
      name: 'reputation',
      sdl: `
        type Seller @key(fields: "slug name") { slug: String! name: String! badges: [String!] score: Int! }
      `,
    },
  ],
};
