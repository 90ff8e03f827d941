import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { machineTime } from '../streams/machine-time.ts';
import { reviews as allReviews, type Review } from './reviews.data.ts';
import { reviews } from './reviews.subgraph.ts';
import type { SubgraphDefinition } from './subgraph-definition.ts';

/** The reviews subgraph with streams, a mutation and a slow query, for the benchmarks that need those. */
export const streamingReviews: SubgraphDefinition = {
  name: reviews.name,
  typeDefs: `
    ${reviews.typeDefs}
    type Query {
      "Answers after so many milliseconds."
      slowReview(afterMs: Int!): Review
    }
    type Mutation { addReview(body: String!): Review! }
    type Subscription {
      "One review after the other, as fast as they are read."
      reviewAdded: Review!
      "An event each second, which says when it was made."
      ticked(id: ID!): Tick!
    }
    type Tick { id: ID! "Milliseconds on the clock that all processes of a machine share." at: Float! }
  `,
  resolvers: {
    ...reviews.resolvers,
    Query: {
      async slowReview(_root: unknown, { afterMs }: { afterMs: number }) {
        await sleep(afterMs);
        return allReviews[0];
      },
    },
    Mutation: { addReview: (_root: unknown, { body }: { body: string }) => ({ ...allReviews[0], body }) },
    Subscription: {
      reviewAdded: { subscribe: reviewAfterReview },
      ticked: { subscribe: (_root: unknown, { id }: { id: string }) => tickEverySecond(id) },
    },
  },
};

async function* reviewAfterReview(): AsyncGenerator<{ reviewAdded: Review }> {
  for (let made = 1; ; made += 1) {
    yield { reviewAdded: allReviews[made % allReviews.length]! };
    // A server on graphql-ws would otherwise never hear that its client has left: nothing it waits for lets its process do other things.
    if (made % 1000 === 0) await turn();
  }
}

async function* tickEverySecond(id: string): AsyncGenerator<{ ticked: { id: string; at: number } }> {
  // Streams that were opened together do not tick together.
  let due = performance.now() + Math.random() * 1000;
  for (;;) {
    await sleep(Math.max(0, due - performance.now()));
    due += 1000;
    yield { ticked: { id, at: machineTime() } };
  }
}
