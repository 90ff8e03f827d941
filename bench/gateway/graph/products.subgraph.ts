import { productByUpc, products as allProducts } from './products.data.ts';
import type { SubgraphDefinition } from './subgraph-definition.ts';

export const products: SubgraphDefinition = {
  name: 'products',
  typeDefs: `
    extend type Query { topProducts(first: Int = 5): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
  `,
  resolvers: {
    Query: { topProducts: (_root: unknown, { first }: { first: number }) => allProducts.slice(0, first) },
    Product: { __resolveReference: ({ upc }: { upc: string }) => productByUpc.get(upc) },
  },
};
