import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTestEngine, type TestEngine } from './testing/test-engine.ts';

const users = [{ id: '1', name: 'Ada' }];

/** One user, of whom two services know something. */
function createUsers(): TestEngine {
  return createTestEngine([
    {
      name: 'accounts',
      sdl: `type Query { users: [User!] greet(name: String): String }
        type User @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: { users: () => users, greet: (_root: unknown, { name }: { name: string }) => `Hello ${name}` },
        User: { __resolveReference: ({ id }: { id: string }) => users.find(user => user.id === id) },
      },
    },
    {
      name: 'tags',
      sdl: `type User @key(fields: "id") { id: ID! tag(text: String): String friend: User }`,
      resolvers: {
        User: {
          __resolveReference: (user: object) => user,
          tag: (_user: unknown, { text }: { text: string }) => `tag ${text}`,
          friend: () => ({ id: '1' }),
        },
      },
    },
  ]);
}

let engine: TestEngine;
beforeEach(() => {
  engine = createUsers();
});

describe('Response names', () => {
  it.each(['__typename', '__proto__', 'constructor', 'id', '_entities'])(
    'may be %s, whatever they stand for',
    async name => {
      const { data, errors } = await engine.run(
        `{ users { ${name}: name tag(text: "x") friend { ${name}: tag(text: "y") } } }`,
      );
      expect(errors).toEqual([]);
      expect(JSON.stringify(data)).toBe(`{"users":[{"${name}":"Ada","tag":"tag x","friend":{"${name}":"tag y"}}]}`);
    },
  );

  it('are those of the client in what it asks about the schema', async () => {
    const { data, errors } = await engine.run(`{ ...Asked users { id } }
      fragment Asked on Query { __type(name: "User") { id: name ...Kind } }
      fragment Kind on __Type { name: kind }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({ __type: { id: 'User', name: 'OBJECT' }, users: [{ id: '1' }] });
  });

  it('are none but those of the client where conditions leave nothing of what it asks about the schema', async () => {
    const query = `query($all: Boolean!) {
      __schema { queryType @include(if: $all) { name kind @skip(if: $all) } }
      users @include(if: $all) { id }
    }`;
    expect(await engine.run(query, { all: false })).toEqual({ data: { __schema: {} }, errors: [] });
    expect(await engine.run(query, { all: true })).toEqual({
      data: { __schema: { queryType: { name: 'Query' } }, users: [{ id: '1' }] },
      errors: [],
    });
  });
});

describe('Variables', () => {
  it.each(['representations', 'r0', 'r1', 'contextualArgument_1_0'])('may be called %s', async name => {
    const query = `query($${name}: String, $other: String) {
      users { tag(text: $${name}) friend { name tag(text: $other) } }
      greet(name: $${name})
      __type(name: "User") { name @skip(if: false) }
    }`;
    const { data, errors } = await engine.run(query, { [name]: 'x', other: 'y' });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      users: [{ tag: 'tag x', friend: { name: 'Ada', tag: 'tag y' } }],
      greet: 'Hello x',
      __type: { name: 'User' },
    });
  });

  it('reach what is asked about the schema under any name', async () => {
    const query = 'query($representations: String!) { __type(name: $representations) { name } }';
    const { data } = await engine.run(query, { representations: 'User' });
    expect(data).toEqual({ __type: { name: 'User' } });
  });
});
