import { describe, expect, it } from '@jest/globals';
import { buildSchema, execute, parse, validate, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { seededRandom } from '../../testing/waiting.ts';
import { createExecutableDocument } from './executable-document.ts';
import { letValuesBePromises } from './testing/choose-value.ts';
import { createOperationWriter, type RandomOperation } from './testing/random-operation.ts';
import { createWorld } from './testing/world.ts';

const parseQuery = (query: string) => parse(query, { noLocation: true });

/** The same operation by graphql-js and compiled; what is compiled is executed twice, since it remembers. */
async function both(schema: GraphQLSchema, { query, variables }: RandomOperation, operationName: string | null = null) {
  const document = parseQuery(query);
  const theirs = await execute({ schema, document, variableValues: variables, contextValue: {}, operationName });
  const compiled = createExecutableDocument(schema, document);
  const request = { contextValue: {}, variables, operationName };
  await compiled.execute(request);
  return { theirs, ours: await compiled.execute(request) };
}

/** Everything of a result that a client can see, the order of fields included. What values are called in messages may differ. */
const shown = ({ data, errors }: ExecutionResult) => ({
  data: JSON.stringify(data),
  errors: (errors ?? []).map(({ path, message }) => `${path?.join('.') ?? ''} ${generalised(message)}`),
});
const generalised = (message: string) =>
  message
    .replace(/^Expected `.*` to return non-nullable value, returned: .*|^\S+ made nothing of .*/s, 'nothing')
    .replace(/(Expected value of type "\w+" but got:).*/s, '$1')
    .replace(/^Abstract type "(\w+)" .*/s, 'Abstract type $1');

/** Operations of this world that are valid, with their number. */
function* operations(schema: GraphQLSchema, count: number, seed: number): Generator<RandomOperation> {
  const write = createOperationWriter(schema, seededRandom(seed));
  for (let valid = 0, index = 0; valid < count; index += 1) {
    const operation = write(index % 5 === 0 ? 'mutation' : 'query');
    if (validate(schema, parseQuery(operation.query)).length > 0) continue;
    valid += 1;
    yield operation;
  }
}

/** Only what differs is told at length. */
function expectSame(operation: RandomOperation, actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  expect({ ...operation, result: actual }).toEqual({ ...operation, result: expected });
  throw new Error(`Different order: ${operation.query}`);
}

describe('An executable document', () => {
  it('answers exactly as graphql-js where values are at hand: data, order, errors and their order', async () => {
    letValuesBePromises(false);
    const schema = createWorld();
    const seen = { refused: 0, withNullData: 0, withErrors: 0, withoutErrors: 0 };
    for (const operation of operations(schema, 250, 7)) {
      const { theirs, ours } = await both(schema, operation);
      expectSame(operation, shown(ours), shown(theirs));
      if (theirs.data === undefined) seen.refused += 1;
      else if (theirs.data === null) seen.withNullData += 1;
      else if (theirs.errors !== undefined) seen.withErrors += 1;
      else seen.withoutErrors += 1;
    }
    // Otherwise this would not have tested much.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(1);
  });

  it('answers as graphql-js where values are promises', async () => {
    letValuesBePromises(true);
    const schema = createWorld();
    let withErrors = 0;
    for (const operation of operations(schema, 150, 11)) {
      const { theirs, ours } = await both(schema, operation);
      const [expected, actual] = [shown(theirs), shown(ours)];
      expectSame(operation, actual.data, expected.data);
      // Which of several errors comes first is a matter of turns.
      expectSame(operation, actual.errors.toSorted(), expected.errors.toSorted());
      if (expected.errors.length > 0) withErrors += 1;
    }
    expect(withErrors).toBeGreaterThan(30);
  });

  const schema = buildSchema(`
    input Range { from: Int = 1, to: Int! }
    type Leaf { id: ID, next: Leaf, number: Int }
    type Query {
      leaf: Leaf
      strictNumbers: [Int!]
      args(a: Int = 5, b: [Int!] = [1], c: Range, d: Boolean!): String
      plain: Int
    }
    type Mutation { add(n: Int!): [Int!] }
  `);
  const run = (query: string, rootValue: object, variables: Record<string, unknown> = {}, operationName = null) =>
    createExecutableDocument(schema, parseQuery(query)).execute({
      rootValue,
      contextValue: {},
      variables,
      operationName,
    });
  const messages = ({ errors }: ExecutionResult) => errors?.map(({ message }) => message);

  it('answers at once where nothing has to be waited for', () => {
    expect(run('{ leaf { id next { id } } }', { leaf: { id: 1, next: { id: 2 } } })).toEqual({
      data: { leaf: { id: '1', next: { id: '2' } } },
    });
  });

  it('listens to the promises of a list that fails before they do', async () => {
    // graphql-js does not, so that a rejection ends the process.
    const strictNumbers = [Promise.reject(new Error('late')), null, Promise.reject(new Error('later'))];
    const result = await run('{ strictNumbers }', { strictNumbers });
    await new Promise(resolve => setImmediate(resolve));
    expect(result).toMatchObject({ data: { strictNumbers: null } });
    expect(messages(result)).toEqual(['Cannot return null for non-nullable field Query.strictNumbers.']);
  });

  it('gives every call arguments of its own, with defaults where a variable is not given', () => {
    const calls: Record<string, unknown>[] = [];
    const rootValue = { args: (values: Record<string, unknown>) => void calls.push(values) };
    const query = `query ($a: Int, $c: Range, $d: Boolean! = true) {
      one: args(a: $a, c: $c, d: $d) two: args(b: 7, c: { to: 2 }, d: false) three: args(a: null, b: [], d: $d)
    }`;
    const document = createExecutableDocument(schema, parseQuery(query));
    for (const variables of [{}, { a: null, c: { to: 9 } }]) {
      void document.execute({ rootValue, contextValue: {}, variables, operationName: null });
    }
    const [one, two, three, other] = calls;
    expect([one, two, three]).toEqual([
      { a: 5, b: [1], d: true },
      { a: 5, b: [7], c: { from: 1, to: 2 }, d: false },
      { a: null, b: [], d: true },
    ]);
    expect(other).toEqual({ a: null, b: [1], c: { from: 1, to: 9 }, d: true });
    expect(calls[4]).toEqual(two);
    expect(calls[4]).not.toBe(two);
    expect(calls[4]?.['c']).not.toBe(two?.['c']);
  });

  it('decides about fields anew for every set of variables, as often as clients like', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `v${index}`);
    const query = `query (${names.map(name => `$${name}: Boolean!`).join(' ')}) {
      ${names.map(name => `${name}: plain @include(if: $${name})`).join(' ')}
    }`;
    const document = createExecutableDocument(schema, parseQuery(query));
    for (let bits = 0; bits < 128; bits += 1) {
      const chosen = names.filter((_, index) => (bits >> index) % 2 === 1);
      const variables = Object.fromEntries(names.map(name => [name, chosen.includes(name)]));
      const { data } = await document.execute({
        rootValue: { plain: 1 },
        contextValue: {},
        variables,
        operationName: null,
      });
      expect(Object.keys(data ?? {})).toEqual(chosen);
    }
  });

  it('runs mutations one after the other and stops at one that must not fail', async () => {
    const log: string[] = [];
    const add = async ({ n }: { n: number }) => {
      log.push(`${n} begins`);
      await new Promise(resolve => setImmediate(resolve));
      log.push(`${n} ends`);
      if (n === 2) throw new Error('two');
      return [n];
    };
    const result = await run('mutation { a: add(n: 1) b: add(n: 2) c: add(n: 3) }', { add });
    expect(log).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '3 begins', '3 ends']);
    expect(result.data).toEqual({ a: [1], b: null, c: [3] });
    expect(messages(result)).toEqual(['two']);
  });

  it.each([
    ['an operation that is not there', 'query A { plain }', 'B', 'Unknown operation named "B".'],
    ['no choice among operations', 'query A { plain } query B { plain }', null, 'Must provide operation name'],
  ])('tells of %s in the words of graphql-js', async (_what, query, operationName, message) => {
    const document = createExecutableDocument(schema, parseQuery(query));
    const result = await document.execute({ contextValue: {}, variables: null, operationName });
    expect(messages(result)?.[0]).toContain(message);
  });

  it('runs the operation that was named', async () => {
    const document = createExecutableDocument(schema, parseQuery('query A { a: plain } query B { b: plain }'));
    for (const [operationName, data] of [
      ['B', { b: 1 }],
      ['A', { a: 1 }],
      ['B', { b: 1 }],
    ] as const) {
      const result = await document.execute({
        rootValue: { plain: 1 },
        contextValue: {},
        variables: null,
        operationName,
      });
      expect(result).toEqual({ data });
    }
  });
});
