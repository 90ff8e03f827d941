import { Supergraph } from '@apollo/federation-internals';
import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, getOperationAST, parse, validate } from 'graphql';
import { composeSupergraph } from '../../composition/index.ts';
import { maxCost } from './cost-tree.ts';
import { readCostWeights } from './cost-weights.ts';
import { estimateCost } from './estimate-cost.ts';

const sdl = `
  extend schema @link(
    url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@listSize", { name: "@cost", as: "@price" }]
  )
  type Query {
    me: User
    user(id: ID!): User
    users(first: Int): [User!]!
    topUsers(first: Int = 3, last: Int): [User!]!
    search(count: Int, text: String @price(weight: 2)): [Result!]!
      @listSize(assumedSize: 7, slicingArguments: ["count"], requireOneSlicingArgument: false)
    page(size: Int, before: Int): UserPage! @listSize(slicingArguments: ["size", "before"], sizedFields: ["items"])
    matrix: [[User]]
    secret: String @price(weight: 40)
  }
  type Mutation { rename(name: String!): User }
  type Subscription { userChanged: User }
  union Result = User | Post
  interface Named { name: String }
  type Post @price(weight: 5) { id: ID! author: User! }
  type User implements Named @key(fields: "id") {
    id: ID! name: String friends(first: Int): [User!]! posts: PostConnection! page(limit: Int): PostConnection! score: Score
  }
  scalar Score @price(weight: 3)
  type UserPage { items: [User!]! total: Int! }
  type PostConnection { edges: [PostEdge!]! nodes: [Post!]! }
  type PostEdge { cursor: String node: Post! }
`;
const supergraph = Supergraph.build(composeSupergraph([{ name: 'users', sdl }]));
const weights = readCostWeights(supergraph);
const schema = supergraph.apiSchema().toGraphQLJSSchema();

function costOf(text: string, variables: Record<string, unknown> = {}, isValid = true) {
  const document = parse(text);
  if (isValid) expect(validate(schema, document)).toEqual([]);
  return estimateCost(document, getOperationAST(document)!, weights)(variables);
}

describe('The cost of an operation', () => {
  it('counts objects, not leaves, and ten for a mutation', () => {
    expect(costOf('{ me { id name } }')).toBe(1);
    expect(costOf('{ __typename }')).toBe(0);
    expect(costOf('{ user(id: 1) { id } me { id } }')).toBe(2);
    expect(costOf('mutation { rename(name: "x") { id } }')).toBe(11);
    expect(costOf('subscription { userChanged { id } }')).toBe(1);
  });

  it('multiplies with the lengths of lists: as asked for, by default, or as assumed', () => {
    expect(costOf('{ users(first: 4) { id } }')).toBe(4);
    expect(costOf('{ users { id } }')).toBe(10);
    expect(costOf('{ users(first: 4) { friends(first: 5) { friends { id } } } }')).toBe(4 + 4 * 5 + 4 * 5 * 10);
    expect(costOf('{ topUsers { id } }')).toBe(3);
    expect(costOf('{ topUsers(last: 8) { id } }')).toBe(8);
    expect(costOf('{ matrix { id } }')).toBe(100);
  });

  it('takes lengths from variables, also from their defaults', () => {
    const query = 'query ($n: Int = 6) { users(first: $n) { id } me { id } }';
    expect(costOf(query, { n: 20 })).toBe(21);
    expect(costOf(query)).toBe(7);
    expect(costOf('query ($n: Int) { topUsers(first: $n) { id } }')).toBe(3);
    expect(costOf('query ($n: Int) { users(first: $n) { id } }', { n: null })).toBe(10);
  });

  it('is a number whatever the variables are', () => {
    const query = 'query ($n: Int) { users(first: $n) { friends(first: $n) { friends(first: $n) { id } } } }';
    for (const n of [NaN, Infinity, -1, -Infinity, 1e308, 2 ** 53, '9', {}, [], true, null]) {
      const cost = costOf(query, { n });
      expect(cost).toBeGreaterThanOrEqual(0);
      expect(cost).toBeLessThanOrEqual(maxCost);
    }
    expect(costOf(query, { n: 1e308 })).toBe(maxCost);
    expect(
      costOf(
        'query ($constructor: Int, $__proto__: Int) { users(first: $constructor) { friends(first: $__proto__) { id } } }',
      ),
    ).toBe(110);
    expect(
      costOf('{ users(first: 99999999999999999999999999) { friends(first: 2147483647) { id } } }', {}, false),
    ).toBe(maxCost);
  });

  it('is not made less by a length that says nothing', () => {
    expect(costOf('{ users(first: null) { id } }')).toBe(costOf('{ users { id } }'));
    expect(costOf('{ users(first: -1) { id } }')).toBe(costOf('{ users { id } }'));
    expect(costOf('query($n: Int) { users(first: $n) { id } }', { n: -5 })).toBe(costOf('{ users { id } }'));
  });

  it('follows the directives of the schema, under the name they were imported by', () => {
    expect(costOf('{ secret }')).toBe(40);
    expect(costOf('{ me { score } }')).toBe(4);
    expect(costOf('{ search(text: "a") { __typename } }')).toBe(7 * 5 + 2);
    expect(costOf('{ search(count: 2) { ... on Post { author { id } } } }')).toBe(2 * (5 + 1));
    expect(costOf('{ page(size: 30) { items { id } total } }')).toBe(1 + 30);
  });

  it('refuses a field without the one slicing argument that it demands', () => {
    for (const query of [
      '{ page { total } }',
      '{ page(size: 1, before: 2) { total } }',
      '{ page(size: null) { total } }',
    ])
      expect(() => costOf(query)).toThrow('exactly one of the arguments "size", "before"');
  });

  it('applies the length of a connection to its lists', () => {
    expect(costOf('{ me { page(limit: 3) { edges { node { id } } nodes { id } } } }')).toBe(
      1 + 1 + 3 * (1 + 5) + 3 * 5,
    );
    expect(costOf('{ me { posts { nodes { id } } } }')).toBe(1 + 1 + 10 * 5);
    const spread =
      'query ($n: Int) { me { page(limit: $n) { ...Page } posts { ...Page } } } fragment Page on PostConnection { nodes { id } }';
    expect(costOf(spread, { n: 4 })).toBe(1 + (1 + 4 * 5) + (1 + 10 * 5));
  });

  it('leaves out what is skipped', () => {
    expect(costOf('{ users(first: 9) @skip(if: true) { id } me @include(if: true) { id } }')).toBe(1);
    const query =
      'query ($a: Boolean!, $b: Boolean!) { users(first: 9) @skip(if: $a) @include(if: $b) { id } me { id } }';
    expect(costOf(query, { a: false, b: true })).toBe(10);
    expect(costOf(query, { a: true, b: true })).toBe(1);
    expect(costOf(query, { a: false, b: false })).toBe(1);
  });

  it('is found at once for fragments that double each other, with variables too', () => {
    const fragments = Array.from(
      { length: 400 },
      (_, n) =>
        `fragment F${n} on User { a: friends(first: $n) { ...F${n + 1} } b: friends(first: 2) { ...F${n + 1} } }`,
    ).join(' ');
    const document = parse(`query ($n: Int) { me { ...F0 } } ${fragments} fragment F400 on User { id }`);
    // Spelled out it would take longer than anybody can wait.
    const cost = estimateCost(document, getOperationAST(document)!, weights);
    expect([cost({ n: 1 }), cost({ n: 0 })]).toEqual([maxCost, maxCost]);
  });

  it('covers introspection, nested without end or as tools ask', () => {
    const tool = costOf(getIntrospectionQuery());
    expect(tool).toBeGreaterThan(1000);
    expect(tool).toBeLessThan(50_000);
    const deep = (levels: number): string => (levels === 0 ? 'name' : `fields { type { ${deep(levels - 1)} } }`);
    expect(costOf(`{ __schema { types { ${deep(7)} } } }`, {}, false)).toBeGreaterThan(1e8);
    expect(costOf('{ __type(name: "User") { name } }')).toBe(1);
  });
});
