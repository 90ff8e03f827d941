import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTestEngine, type TestEngine } from './testing/test-engine.ts';

/** Products whose stock and shipping are of one service, which needs the price of another for the latter. */
function createShipping(): TestEngine {
  return createTestEngine([
    {
      name: 'lists',
      sdl: 'type Query { products: [Product] } type Product @key(fields: "id") { id: ID! }',
      resolvers: { Query: { products: () => [{ id: 'a' }, { id: 'unpriced' }] } },
    },
    {
      name: 'prices',
      sdl: 'type Product @key(fields: "id") { id: ID! price: Int }',
      resolvers: {
        Product: {
          __resolveReference: ({ id }: { id: string }) => (id === 'unpriced' ? null : { id, price: 5 }),
        },
      },
    },
    {
      name: 'stock',
      sdl: `type Product @key(fields: "id") {
          id: ID! amount: Int broken: Int price: Int @external
          shipping: Int @requires(fields: "price")
          weight: Int! @requires(fields: "price")
        }`,
      resolvers: {
        Product: {
          __resolveReference: (product: object) => product,
          amount: () => 3,
          broken: () => {
            throw new Error('Broken.');
          },
          shipping: ({ price }: { price: number }) => price * 2,
          weight: () => {
            throw new Error('No scales.');
          },
        },
      },
    },
    {
      name: 'labels',
      sdl: `type Product @key(fields: "id") {
          id: ID! weight: Int! @external label: String @requires(fields: "weight") }`,
      resolvers: { Product: { __resolveReference: (product: object) => product, label: () => 'label' } },
    },
  ]);
}

describe('A fetch that joined another, which requires more', () => {
  let engine: TestEngine;
  beforeEach(() => {
    engine = createShipping();
  });

  it('is made for objects that lack what only the other requires, and each error is told once', async () => {
    const { data, errors } = await engine.run('{ products { amount broken shipping } }');
    expect(data).toEqual({
      products: [
        { amount: 3, broken: null, shipping: 10 },
        { amount: 3, broken: null, shipping: null },
      ],
    });
    expect(errors.map(({ path, message }) => `${path?.join('.')}: ${message}`).toSorted()).toEqual([
      'products.0.broken: Broken.',
      'products.1.broken: Broken.',
      'products.1: An entity could not be identified.',
    ]);
  });

  it('is made by itself when the other leaves nothing of an entity', async () => {
    const { data, errors } = await engine.run('{ products { amount label } }');
    expect(data).toEqual({
      products: [
        { amount: 3, label: null },
        { amount: 3, label: null },
      ],
    });
    expect(errors.filter(({ message }) => message === 'No scales.')).toHaveLength(1);
  });
});
