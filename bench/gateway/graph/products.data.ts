export interface Product {
  upc: string;
  name: string;
  price: number;
  weight: number;
  inStock: boolean;
}

const rows: readonly (readonly [name: string, price: number, weight: number, inStock: boolean])[] = [
  ['Table', 899, 100, true],
  ['Couch', 1299, 1000, false],
  ['Glass', 15, 20, false],
  ['Chair', 499, 100, false],
  ['TV', 1299, 1000, true],
  ['Lamp', 6999, 300, true],
  ['Grill', 3999, 2000, true],
  ['Fridge', 100_000, 6000, false],
  ['Sofa', 9999, 800, true],
];

/** The products of the public federation gateway benchmark. */
export const products: readonly Product[] = rows.map(([name, price, weight, inStock], index) => ({
  upc: String(index + 1),
  name,
  price,
  weight,
  inStock,
}));

export const productByUpc: ReadonlyMap<string, Product> = new Map(products.map(product => [product.upc, product]));
