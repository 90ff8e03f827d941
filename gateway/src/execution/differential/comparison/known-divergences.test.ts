import { afterAll, describe, expect, it } from '@jest/globals';
import { Supergraph } from '@apollo/federation-internals';
import { createGatewayMetrics } from '../../../metrics/index.ts';
import { noFaults, type Faults } from '../faults/faults.ts';
import { Random } from '../random.ts';
import { createEngineRunner } from '../runners/engine-runner.ts';
import type { Outcome, StockOutcome } from '../runners/outcome.ts';
import { createStockRunner } from '../runners/stock-runner.ts';
import { runOnWholeGraph } from '../runners/whole-graph-runner.ts';
import { plainStyle, type Run } from '../subgraphs/run.ts';
import { World } from '../world/world.ts';
import { worldOf } from '../worlds/all-worlds.ts';
import { knownDivergences, type DivergenceName } from './known-divergences.ts';

const metrics = createGatewayMetrics();
afterAll(() => metrics.close());

const codesOf = ({ errors }: Outcome) => errors.map(({ extensions }) => extensions?.['code']);
const pathsOf = ({ errors }: Outcome) => errors.map(({ path }) => path);
const coded = { extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } };

/** What stock, ours and the whole graph make of an operation. */
async function ask(world: World, query: string, faults: Partial<Faults> = {}) {
  const operation = { query, variables: {}, operationName: null };
  const run = (): Run => ({
    faults: { ...noFaults, ...faults },
    style: plainStyle(new Random(1)),
    repaired: false,
    withoutErrors: false,
    recordsAnswers: false,
    mutations: 0,
    malformed: 0,
    fetches: [],
  });
  const stockRunner = createStockRunner(world, { asGiven: true });
  const engine = createEngineRunner(world, 'text', metrics);
  const stock: StockOutcome = await stockRunner.run(operation, stockRunner.plan(operation), run());
  const ours = await engine.run(operation, engine.prepare(operation), run());
  return { stock, ours, whole: await runOnWholeGraph(world, operation) };
}

/** Stock gives wrong data without a word, ours gives the right ones. */
async function expectStockWrong(world: World, query: string) {
  const { stock, ours, whole } = await ask(world, query);
  expect(JSON.stringify(stock.data)).not.toBe(JSON.stringify(whole.data));
  expect(stock.errors).toEqual([]);
  expect(ours.errors).toEqual([]);
  expect(JSON.stringify(ours.data)).toBe(JSON.stringify(whole.data));
}

const reviewsOfUsers = '{ users { reviews { id } } }';
const noReviews = { users: [{ reviews: null }, { reviews: null }, { reviews: null }] };

const tests: Record<DivergenceName, () => Promise<void>> = {
  async 'silent nulls'() {
    const { stock, ours } = await ask(worldOf('commerce'), '{ users { username } }', {
      field: (_object, field) => (field === 'username' ? 'wrong-leaf' : undefined),
    });
    expect(stock).toMatchObject({
      errors: [],
      hiddenPaths: [
        ['users', 0, 'username'],
        ['users', 2, 'username'],
      ],
    });
    expect(ours.data).toEqual(stock.data);
    expect(ours.errors).toMatchObject([
      { path: ['users', 0, 'username'], ...coded },
      { path: ['users', 2, 'username'], ...coded },
    ]);
  },
  async 'missing entities'() {
    const { stock, ours } = await ask(worldOf('commerce'), reviewsOfUsers, { reference: () => 'unresolved' });
    expect(stock).toMatchObject({ data: noReviews, errors: [], hiddenPaths: [] });
    expect(ours.data).toEqual(noReviews);
    expect(pathsOf(ours)).toEqual([
      ['users', 0],
      ['users', 1],
      ['users', 2],
    ]);
    expect(codesOf(ours)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  },
  async 'malformed answers'() {
    const { stock, ours } = await ask(
      worldOf('commerce'),
      '{ users { reviews { id } } product(upc: "1") { inStock } }',
      {
        field: (_object, field) => (field === 'users' ? 'wrong-shape' : undefined),
      },
    );
    expect(stock.data).toBeUndefined();
    expect(codesOf(stock)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(ours.data).toEqual({ users: null, product: expect.anything() });
    expect(ours.errors).toMatchObject([{ path: ['users'], ...coded }]);
  },
  async 'masked failures'() {
    for (const fault of ['short-entities', 'no-data'] as const) {
      const { stock, ours } = await ask(worldOf('commerce'), reviewsOfUsers, {
        subgraph: subgraph => (subgraph === 'reviews' ? fault : undefined),
      });
      expect(codesOf(stock)).toEqual(fault === 'no-data' ? [] : ['INTERNAL_SERVER_ERROR']);
      expect(ours.data).toEqual(noReviews);
      expect(ours.errors).toMatchObject([coded]);
    }
  },
  async 'places of failed fetches'() {
    const { stock, ours } = await ask(worldOf('commerce'), reviewsOfUsers, {
      subgraph: subgraph => (subgraph === 'reviews' ? 'down' : undefined),
    });
    expect(pathsOf(stock)).toEqual([undefined]);
    expect(pathsOf(ours)).toEqual([['users']]);
    expect(codesOf(ours)).toEqual(codesOf(stock));
  },
  async 'paths of entity errors'() {
    const { stock, ours, whole } = await ask(
      worldOf('media'),
      '{ search(text: "24") { __typename ... on Film { rating } } }',
      {
        field: (_object, field) => (field === 'rating' ? 'error' : undefined),
      },
    );
    expect(whole.data).toMatchObject({ search: [{ __typename: 'Creator' }, { __typename: 'Film' }] });
    expect(pathsOf(stock)).toEqual([['search', 0, 'rating']]);
    expect(pathsOf(ours)).toEqual([['search', 1, 'rating']]);
  },
  async 'needless fetches'() {
    const { stock, ours } = await ask(
      worldOf('commerce'),
      'query ($no: Boolean = false, $yes: Boolean = true) { users @include(if: $no) { id } me @skip(if: $yes) { id } topProducts { name } }',
      {
        subgraph: subgraph => (subgraph === 'accounts' ? 'down' : undefined),
      },
    );
    expect(stock.errors).toHaveLength(1);
    expect(stock.fetches.map(({ subgraph }) => subgraph)).toContain('accounts');
    expect(ours).toMatchObject({ data: stock.data, errors: [] });
    expect(ours.fetches.map(({ subgraph }) => subgraph)).toEqual(['products']);
  },
  async 'repeated errors'() {
    const { stock, ours } = await ask(
      worldOf('commerce'),
      '{ topProducts { inStock reviews { id } } users { reviews { id } } }',
      {
        subgraph: subgraph => (subgraph === 'reviews' ? 'errors-only' : undefined),
      },
    );
    expect(new Set(stock.errors.map(({ message }) => message))).toEqual(new Set(['reviews is out of order']));
    expect(stock.errors).toHaveLength(2);
    expect(new Set(ours.errors.map(({ message }) => message))).toEqual(new Set(['reviews is out of order']));
    expect(ours.errors.length).toBeLessThanOrEqual(2);
    expect(ours.data).toEqual(stock.data);
  },
  'names of keys': () => expectStockWrong(worldOf('keys'), '{ firstItem { id: sku soldCount } }'),
  'conditions without __typename': () =>
    expectStockWrong(worldOf('hidden'), '{ files { ... on Entry { ... on File { sureLevel } } } }'),
  'lists of lists': () => expectStockWrong(worldOf('values'), '{ settings { entries { value hint } } }'),
  'names of interface objects': () =>
    expectStockWrong(
      worldOf('interface objects'),
      '{ posts { mentions { __typename karma ... on Company { postCount __typename } } } }',
    ),
  'order of keys': () =>
    expectStockWrong(
      worldOf('commerce'),
      '{ latestReviews { ... { body } __typename ... { body ...Id } } } fragment Id on Review { id }',
    ),
  async 'order of mutations'() {
    const { stock, ours, whole } = await ask(
      worldOf('mutations'),
      'mutation { ... on Mutation { b: countOrders } a: countOrders ... on Mutation { c: countOrders b: countOrders } }',
    );
    expect(Object.keys(whole.data ?? {})).toEqual(['b', 'a', 'c']);
    expect(stock.data).toEqual({ b: whole.data?.['b'], c: whole.data?.['a'], a: whole.data?.['c'] });
    expect(ours.data).toEqual(whole.data);
  },
  async 'context arguments'() {
    const world = worldOf('contexts');
    expect(() => Supergraph.build(world.supergraphSdl)).toThrow(/context.*unsupported/);
    const operation = {
      query: '{ shops { products { price variants { cost } } } }',
      variables: {},
      operationName: null,
    };
    const engine = createEngineRunner(world, 'text', metrics);
    const run: Run = {
      faults: noFaults,
      style: plainStyle(new Random(1)),
      repaired: false,
      withoutErrors: false,
      recordsAnswers: false,
      mutations: 0,
      malformed: 0,
      fetches: [],
    };
    const ours = await engine.run(operation, engine.prepare(operation), run);
    expect(ours.data).toEqual((await runOnWholeGraph(world, operation)).data);
  },
  async 'requirements of interface objects'() {
    const accounts = `
      type Query { account: Account }
      interface Account @key(fields: "id") { id: ID! handle: String }
      type Person implements Account @key(fields: "id") { id: ID! handle: String }
      type Robot implements Account @key(fields: "id") { id: ID! handle: String }
    `;
    const karma = `
      type Query { posts: [Post!]! }
      type Post { author: Account! }
      type Account @interfaceObject @key(fields: "id") {
        id: ID! handle: String @external greeting: String! @requires(fields: "handle")
      }
    `;
    const world = new World({
      name: 'greetings',
      subgraphs: [
        { name: 'accounts', sdl: accounts },
        { name: 'karma', sdl: karma },
      ],
    });
    await expectStockWrong(
      world,
      '{ posts { author { ... on Robot { greeting __typename } ... on Person { greeting } } } }',
    );
  },
  async 'requirements with arguments'() {
    const products =
      'type Query { product: Product! } type Product @key(fields: "id") { id: ID! price(currency: String): Int! }';
    const shipping = `
      type Product @key(fields: "id") {
        id: ID! price(currency: String): Int! @external
        shipping: Int! @requires(fields: "price(currency: \\"USD\\")")
      }
    `;
    const world = new World({
      name: 'currencies',
      subgraphs: [
        { name: 'products', sdl: products },
        { name: 'shipping', sdl: shipping },
      ],
    });
    await expectStockWrong(world, '{ product { price(currency: "EUR") shipping } }');
  },
};

describe('Known divergences', () => {
  it.each(Object.keys(knownDivergences) as DivergenceName[])('%s', name => tests[name]());
});
