import type { WorldDefinition } from '../world/world-definition.ts';

/** The shapes of the public benchmark of federation gateways: users, products, their stock and their reviews. */
export const commerce: WorldDefinition = {
  name: 'commerce',
  subgraphs: [
    {
      name: 'accounts',
      sdl: `
        type Query { me: User user(id: ID!): User users: [User] }
        type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }
      `,
    },
    {
      name: 'inventory',
      sdl: `
        type Product @key(fields: "upc") {
          upc: String!
          weight: Int @external
          price: Int @external
          inStock: Boolean
          shippingEstimate: Int @requires(fields: "price weight")
        }
      `,
    },
    {
      name: 'products',
      sdl: `
        type Query { topProducts(first: Int = 5): [Product] product(upc: String!): Product }
        type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
      `,
    },
    {
      name: 'reviews',
      sdl: `
        type Query { latestReviews: [Review!]! }
        type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
        type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
        type Product @key(fields: "upc") { upc: String! reviews: [Review] }
      `,
    },
  ],
};
