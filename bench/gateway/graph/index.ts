import { accounts } from './accounts.subgraph.ts';
import { inventory } from './inventory.subgraph.ts';
import { products } from './products.subgraph.ts';
import { reviews } from './reviews.subgraph.ts';
import type { SubgraphDefinition } from './subgraph-definition.ts';

export { accounts, inventory, products, reviews, type SubgraphDefinition };

/** The four subgraphs of the public federation gateway benchmark. */
export const subgraphDefinitions: readonly SubgraphDefinition[] = [accounts, inventory, products, reviews];
