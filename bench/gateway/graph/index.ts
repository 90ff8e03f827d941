import { accounts } from './accounts.subgraph.ts';
import { inventory } from './inventory.subgraph.ts';
import { products } from './products.subgraph.ts';
import { reviews } from './reviews.subgraph.ts';
import { streamingReviews } from './streaming-reviews.subgraph.ts';
import type { SubgraphDefinition } from './subgraph-definition.ts';

export type { SubgraphDefinition };

/** The four subgraphs of the public federation gateway benchmark. */
export const subgraphDefinitions: readonly SubgraphDefinition[] = [accounts, inventory, products, reviews];

/** The same, reviews with streams. */
export const streamingSubgraphDefinitions: readonly SubgraphDefinition[] = [
  accounts,
  inventory,
  products,
  streamingReviews,
];
