import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTestEngine, type TestEngine } from './testing/test-engine.ts';

const users = [
  { id: '1', name: 'Ada', username: 'ada' },
  { id: '2', name: 'Grace', username: 'grace' },
];

/** Shops like those of the public benchmark: users and products of other services, reviews between them. */
function createShop(): TestEngine {
  return createTestEngine([
    {
      name: 'accounts',
      sdl: `type Query { users: [User!] me: User! }
        type User @key(fields: "id") { id: ID! name: String! username: String nickname: String }`,
      resolvers: {
        Query: { users: () => users, me: () => users[0] },
        User: { __resolveReference: ({ id }: { id: string }) => users.find(user => user.id === id) },
      },
    },
    {
      name: 'products',
      sdl: `type Query { topProducts: [Product] }
        type Product @key(fields: "upc") { upc: ID! name: String price(currency: String): Int weight: Int }`,
      resolvers: {
        Query: { topProducts: () => [{ upc: 'a' }, { upc: 'b' }] },
        Product: {
          __resolveReference: ({ upc }: { upc: string }) => (upc === 'gone' ? null : { upc }),
          name: ({ upc }: { upc: string }) => `name of ${upc}`,
          price: (_product: unknown, { currency }: { currency?: string }) => (currency === 'EUR' ? 9 : 10),
          weight: ({ upc }: { upc: string }) => {
            if (upc === 'b') throw new Error('No scales.');
            return 100;
          },
        },
      },
    },
    {
      name: 'inventory',
      sdl: `type Product @key(fields: "upc") {
          upc: ID!
          price(currency: String): Int @external
          inStock: Boolean
          shipping: Int @requires(fields: "price(currency: \\"USD\\")")
        }`,
      resolvers: {
        Product: {
          __resolveReference: (product: object) => product,
          inStock: () => true,
          shipping: ({ price }: { price: number }) => price * 2,
        },
      },
    },
    {
      name: 'reviews',
      sdl: `type Review { id: ID! body: String author: User! product: Product }
        type Query { reviews: [Review!]! }
        type User @key(fields: "id") { id: ID! reviews: [Review!] }
        type Product @key(fields: "upc") { upc: ID! reviews: [Review!] }`,
      resolvers: {
        Query: {
          reviews: () =>
            ['1', '2', '3'].map(id => ({
              id,
              body: 'é "quoted"\n😀',
              author: { id: '1' },
              product: { upc: id === '3' ? 'gone' : 'a' },
            })),
        },
        User: {
          __resolveReference: (user: object) => user,
          reviews: ({ id }: { id: string }) => [{ id: `r${id}`, body: null, author: { id }, product: { upc: 'b' } }],
        },
        Product: {
          __resolveReference: (product: object) => product,
          reviews: ({ upc }: { upc: string }) => [
            { id: `p${upc}`, body: 'text', author: { id: '2' }, product: { upc } },
          ],
        },
      },
    },
  ]);
}

describe('Executing a plan', () => {
  let shop: TestEngine;
  beforeEach(() => {
    shop = createShop();
  });

  it('asks for each entity once, however often it is shown, and shows it everywhere', async () => {
    const { data, errors } = await shop.run('{ reviews { body author { name } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      reviews: Array.from({ length: 3 }, () => ({ body: 'é "quoted"\n😀', author: { name: 'Ada' } })),
    });
    const [, second, ...others] = shop.takeFetches();
    expect(others).toEqual([]);
    expect(second).toMatchObject({
      subgraph: 'accounts',
      variables: { representations: [{ __typename: 'User', id: '1' }] },
    });
  });

  it('asks one subgraph once for what different places want of it at the same time', async () => {
    const { data, errors } = await shop.run('{ users { reviews { id } } topProducts { reviews { id } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      users: [{ reviews: [{ id: 'r1' }] }, { reviews: [{ id: 'r2' }] }],
      topProducts: [{ reviews: [{ id: 'pa' }] }, { reviews: [{ id: 'pb' }] }],
    });
    expect(
      shop
        .takeFetches()
        .map(({ subgraph }) => subgraph)
        .sort(),
    ).toEqual(['accounts', 'products', 'reviews']);
  });

  it('asks again part by part when merged selections fail together, so that only the one at fault is missing', async () => {
    const query = '{ users { reviews { id } } topProducts { reviews { id } } }';
    shop.tamper('reviews', answer =>
      answer.includes('"pa"') ? '{"data":null,"errors":[{"message":"No.","path":["_e1"]}]}' : answer,
    );
    const { data, errors } = await shop.run(query);
    expect(data).toEqual({
      users: [{ reviews: [{ id: 'r1' }] }, { reviews: [{ id: 'r2' }] }],
      topProducts: [{ reviews: null }, { reviews: null }],
    });
    expect(errors).toMatchObject([{ message: 'No.', extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
    expect(shop.takeFetches().filter(({ subgraph }) => subgraph === 'reviews')).toHaveLength(3);
  });

  it('tells an error at every place that shows the entity it happened to', async () => {
    const { data, errors } = await shop.run('{ users { reviews { product { weight } } } }');
    expect(data).toEqual({
      users: [{ reviews: [{ product: { weight: null } }] }, { reviews: [{ product: { weight: null } }] }],
    });
    expect(errors.map(({ path }) => path)).toEqual([0, 1].map(n => ['users', n, 'reviews', 0, 'product', 'weight']));
  });

  it('tells an entity that is not found, where something of it was asked', async () => {
    const { data, errors } = await shop.run('{ reviews { product { upc name } } }');
    expect(data).toEqual({
      reviews: [
        { product: { upc: 'a', name: 'name of a' } },
        { product: { upc: 'a', name: 'name of a' } },
        { product: { upc: 'gone', name: null } },
      ],
    });
    expect(errors).toMatchObject([{ path: ['reviews', 2, 'product'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('passes the right value to a field that requires another with arguments, whatever the client asks that one with', async () => {
    const { data, errors } = await shop.run('{ topProducts { price(currency: "EUR") shipping } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      topProducts: [
        { price: 9, shipping: 20 },
        { price: 9, shipping: 20 },
      ],
    });
  });

  it('is not confused by a client that calls another field by the name of a key', async () => {
    const { data, errors } = await shop.run('{ users { id: name reviews { id author { id: username } } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      users: [
        { id: 'Ada', reviews: [{ id: 'r1', author: { id: 'ada' } }] },
        { id: 'Grace', reviews: [{ id: 'r2', author: { id: 'grace' } }] },
      ],
    });
  });

  it("says the client's names in the paths of errors", async () => {
    const { errors } = await shop.run('{ topProducts { upc: weight inStock } }');
    expect(errors).toMatchObject([{ path: ['topProducts', 1, 'upc'] }]);
  });

  it('leaves out what conditions leave out, decided anew for each request', async () => {
    const query = 'query($all: Boolean = true) { me { id name @include(if: $all) reviews @skip(if: $all) { id } } }';
    expect((await shop.run(query)).data).toEqual({ me: { id: '1', name: 'Ada' } });
    expect((await shop.run(query, { all: false })).data).toEqual({ me: { id: '1', reviews: [{ id: 'r1' }] } });
    expect((await shop.run(query, { all: true })).data).toEqual({ me: { id: '1', name: 'Ada' } });
    const refused = await shop.run(query, { all: null });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('answers what is asked about the schema beside the data', async () => {
    const { data } = await shop.run('query($name: String!) { __typename me { id } __type(name: $name) { kind } }', {
      name: 'User',
    });
    expect(data).toEqual({ __typename: 'Query', me: { id: '1' }, __type: { kind: 'OBJECT' } });
  });
});

describe('An answer that is not as it should be', () => {
  let shop: TestEngine;
  beforeEach(() => {
    shop = createShop();
  });

  it.each([
    ['is no JSON', () => '<html>'],
    ['is no object', () => '[1]'],
    ['breaks off', (answer: string) => answer.slice(0, -5)],
    ['has neither data nor errors', () => '{"data":null}'],
    ['has data of the wrong kind', () => '{"data":"text"}'],
  ])('nulls its fields with a coded error when it %s', async (_what, change) => {
    shop.tamper('accounts', change);
    const { data, errors } = await shop.run('{ users { name } topProducts { upc } }');
    expect(data).toEqual({ users: null, topProducts: [{ upc: 'a' }, { upc: 'b' }] });
    expect(errors).toMatchObject([{ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
  });

  it.each([
    ['white space and other order', (answer: string) => JSON.stringify(JSON.parse(answer, reversed), null, 2)],
    ['more keys than asked', (answer: string) => answer.replace('{"name"', '{"more":[{}],"name"')],
    ['extensions', (answer: string) => `${answer.slice(0, -1)},"extensions":{"took":1}}`],
  ])('is read all the same with %s', async (_what, change) => {
    shop.tamper('accounts', change);
    const { data, errors } = await shop.run('{ users { name username } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ users: users.map(({ name, username }) => ({ name, username })) });
  });

  it.each([
    ['a leaf of another type', '"name":"Ada"', '"name":7', 'Invalid value found for field User.name.'],
    ['a null where none may be', '"name":"Ada"', '"name":null', 'Cannot return null for non-nullable field User.name.'],
    ['an object for a leaf', '"name":"Ada"', '"name":{"x":1}', 'Invalid value found for field User.name.'],
  ])('nulls up to where a null may stand, and says why, with %s', async (_what, from, to, message) => {
    shop.tamper('accounts', answer => answer.replace(from, to));
    const { data, errors } = await shop.run('{ users { name } }');
    expect(data).toEqual({ users: null });
    expect(errors).toEqual([{ message, path: ['users', 0, 'name'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
  });

  it('nulls entities with a coded error when there are not as many as asked for', async () => {
    shop.tamper('accounts', answer => (answer.includes('_entities') ? '{"data":{"_entities":[]}}' : answer));
    const { data, errors } = await shop.run('{ users { reviews { id author { nickname } } } }');
    expect(data).toEqual({
      users: ['r1', 'r2'].map(id => ({ reviews: [{ id, author: { nickname: null } }] })),
    });
    expect(errors).toMatchObject([{ path: ['users'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
  });
});

function reversed(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toReversed());
}

describe('Arguments from context', () => {
  it('are those of the place at which an entity stands', async () => {
    const product = {
      __resolveReference: (reference: object) => reference,
      price: ({ id }: { id: string }, { currency }: { currency?: string }) => `${id} in ${currency}`,
    };
    const engine = createTestEngine([
      {
        name: 'shops',
        sdl: `type Query { shops: [Shop!]! }
          type Shop @key(fields: "id") @context(name: "shop") { id: ID! currency: String! products: [Product!]! }
          type Product @key(fields: "id") { id: ID! price(currency: String @fromContext(field: "$shop { currency }")): String }`,
        resolvers: {
          Query: {
            shops: () =>
              ['EUR', 'USD'].map(currency => ({ id: currency, currency, products: [{ id: 'a' }, { id: 'b' }] })),
          },
          Product: product,
        },
      },
      { name: 'stock', sdl: 'type Product @key(fields: "id") { id: ID! amount: Int }', resolvers: {} },
    ]);
    const { data, errors } = await engine.run('{ shops { products { price } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      shops: ['EUR', 'USD'].map(currency => ({ products: ['a', 'b'].map(id => ({ price: `${id} in ${currency}` })) })),
    });
  });
});
