import type { SubgraphDefinition } from './subgraph-definition.ts';
import { userById, users } from './users.data.ts';

export const accounts: SubgraphDefinition = {
  name: 'accounts',
  typeDefs: `
    extend type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String birthday: Int }
  `,
  resolvers: {
    Query: {
      me: () => users[0],
      user: (_root: unknown, { id }: { id: string }) => userById.get(id),
      users: () => users,
    },
    User: { __resolveReference: ({ id }: { id: string }) => userById.get(id) },
  },
};
