import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTestEngine, type TestEngine } from './testing/test-engine.ts';

const users = ['Ada', 'Grace'].map(name => ({ id: name, name, username: name.toLowerCase() }));

/** Users of one service, their reviews of another, which shows their authors again. */
function createReviews(): TestEngine {
  return createTestEngine([
    {
      name: 'accounts',
      sdl: `type Query { users: [User!] me: User }
        type User @key(fields: "id") { id: ID! name: String username: String named(as: String): String }`,
      resolvers: {
        Query: { users: () => users, me: () => users[0] },
        User: {
          __resolveReference: ({ id }: { id: string }) => users.find(user => user.id === id),
          named: ({ name }: { name: string }, { as }: { as: string }) => `${name} as ${as}`,
        },
      },
    },
    {
      name: 'reviews',
      sdl: `type Review { id: ID! author: User! }
        type User @key(fields: "id") { id: ID! reviews: [Review!] }`,
      resolvers: {
        User: {
          __resolveReference: (user: object) => user,
          reviews: ({ id }: { id: string }) => [{ id: `of ${id}`, author: { id } }],
        },
      },
    },
  ]);
}

describe('An entity that two places of the response show', () => {
  let engine: TestEngine;
  beforeEach(() => {
    engine = createReviews();
  });

  it('is asked for once where both ask the same of it, at every level', async () => {
    const { data, errors } = await engine.run(
      '{ users { reviews { author { name } } } me { reviews { author { name } } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      users: users.map(({ name }) => ({ reviews: [{ author: { name } }] })),
      me: { reviews: [{ author: { name: 'Ada' } }] },
    });
    const fetches = engine.takeFetches();
    expect(fetches.map(({ subgraph }) => subgraph)).toEqual(['accounts', 'reviews', 'accounts']);
    expect(fetches[2]!.variables).toEqual({
      representations: users.map(({ id }) => ({ __typename: 'User', id })),
    });
  });

  it.each([
    ['another field', 'n: name', 'n: username', ['Ada', 'Grace'], 'ada'],
    [
      'other arguments',
      'n: named(as: "author")',
      'n: named(as: "me")',
      ['Ada as author', 'Grace as author'],
      'Ada as me',
    ],
  ])('shows each what it asked for where one name means %s to each', async (_what, first, second, all, mine) => {
    const { data, errors } = await engine.run(
      `{ users { reviews { author { ${first} } } } me { reviews { author { ${second} } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      users: all.map(n => ({ reviews: [{ author: { n } }] })),
      me: { reviews: [{ author: { n: mine } }] },
    });
    expect(engine.takeFetches()).toHaveLength(3);
  });
});

describe('Objects that are shown again and again', () => {
  it('do not become a response larger than there is memory for', async () => {
    const staff = Array.from({ length: 200 }, (_item, id) => ({ id }));
    const engine = createTestEngine([
      {
        name: 'people',
        sdl: 'type Query { people: [Person!] } type Person @key(fields: "id") { id: ID! }',
        resolvers: { Query: { people: () => staff } },
      },
      {
        name: 'firms',
        sdl: `type Person @key(fields: "id") { id: ID! firm: Firm }
          type Firm @key(fields: "id") { id: ID! }`,
        resolvers: {
          Person: { __resolveReference: (person: object) => person, firm: () => ({ id: 'one' }) },
        },
      },
      {
        name: 'staff',
        sdl: 'type Firm @key(fields: "id") { id: ID! staff: [Person!] } type Person @key(fields: "id") { id: ID! }',
        resolvers: { Firm: { __resolveReference: (firm: object) => firm, staff: () => staff } },
      },
    ]);
    const { data, errors } = await engine.run(
      '{ people { firm { staff { firm { staff { firm { staff { id } } } } } } } }',
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ message: 'The response is too large.' }]);
    // Each is asked for once all the same.
    expect(engine.takeFetches().every(({ variables }) => JSON.stringify(variables).length < 10_000)).toBe(true);
  });
});
