import { productByUpc } from './products.data.ts';
import type { SubgraphDefinition } from './subgraph-definition.ts';

interface ProductStub {
  upc: string;
  price?: number | null;
  weight?: number | null;
}

export const inventory: SubgraphDefinition = {
  name: 'inventory',
  typeDefs: `
    extend type Product @key(fields: "upc") {
      upc: String! @external
      weight: Int @external
      price: Int @external
      inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }
  `,
  resolvers: {
    Product: {
      __resolveReference: (stub: ProductStub) => ({ ...stub, inStock: productByUpc.get(stub.upc)?.inStock }),
      shippingEstimate({ price, weight }: ProductStub) {
        if (typeof price !== 'number' || typeof weight !== 'number') return null;
        return price > 1000 ? 0 : Math.floor(weight / 2);
      },
    },
  },
};
