import type { WorldDefinition } from '../world/world-definition.ts';

/**
 * An interface with a key that other subgraphs extend as if it were one object. Without `@requires` there: see the known divergence
 * `requirements of interface objects`.
 */
export const interfaceObjects: WorldDefinition = {
  name: 'interface objects',
  subgraphs: [
    {
      name: 'accounts',
      sdl: `
        type Query { accounts: [Account] account(id: ID!): Account person: Person }
        interface Account @key(fields: "id") { id: ID! handle: String }
        type Person implements Account @key(fields: "id") { id: ID! handle: String age: Int employer: Company }
        type Company implements Account @key(fields: "id") { id: ID! handle: String staff: [Person!] }
        type Robot implements Account @key(fields: "id") { id: ID! handle: String owner: Account }
      `,
    },
    {
      name: 'posts',
      sdl: `
        type Query { posts: [Post!] latestAuthor: Account }
        type Account @interfaceObject @key(fields: "id") { id: ID! posts(first: Int = 2): [Post] postCount: Int! }
        type Post @key(fields: "id") { id: ID! text: String author: Account! mentions: [Account] }
      `,
    },
    {
      name: 'karma',
      sdl: `
        type Account @interfaceObject @key(fields: "id") {
          id: ID!
          karma: Int
          rank(among: Int = 10): String!
        }
        type Post @key(fields: "id") { id: ID! likes: Int likedBy: [Account!] }
      `,
    },
  ],
};
