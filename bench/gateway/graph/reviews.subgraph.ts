import { reviewById, reviews as allReviews } from './reviews.data.ts';
import type { SubgraphDefinition } from './subgraph-definition.ts';

/** Everybody wrote the same two reviews, and one person wrote all: the answer repeats itself, as deep ones do. */
const ofAnyUser = allReviews.slice(0, 2);

export const reviews: SubgraphDefinition = {
  name: 'reviews',
  typeDefs: `
    type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
    extend type User @key(fields: "id") { id: ID! @external username: String @external reviews: [Review] }
    extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review] }
  `,
  resolvers: {
    Review: {
      __resolveReference: ({ id }: { id: string }) => reviewById.get(id),
      author: () => ({ id: '1', username: 'urigo', reviews: ofAnyUser }),
    },
    User: { __resolveReference: ({ id }: { id: string }) => ({ id, username: 'user', reviews: ofAnyUser }) },
    Product: {
      __resolveReference: ({ upc }: { upc: string }) => ({ upc }),
      reviews: ({ upc }: { upc: string }) => allReviews.filter(({ product }) => product.upc === upc),
    },
  },
};
