import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTestEngine, type TestEngine } from './testing/test-engine.ts';

const users = [{ id: '1' }, { id: '2' }];

/** Users with fields of every kind, and notes about them from another service. */
function createUsers(): TestEngine {
  return createTestEngine([
    {
      name: 'accounts',
      sdl: `scalar Json
        interface Node { id: ID! }
        type Query { users: [User!] node: Node }
        type User implements Node @key(fields: "id") {
          id: ID! name: String! born: Int score: Float json: Json list: [Json] tags: [String] }`,
      resolvers: {
        Query: { users: () => users, node: () => ({ __typename: 'User', id: '1' }) },
        User: {
          name: () => 'Ada',
          born: () => 1815,
          score: () => 1.5,
          json: () => ({ a: 1 }),
          list: () => ['x', null],
          tags: () => ['tag'],
        },
      },
    },
    {
      name: 'notes',
      sdl: 'type Query { notes: [String!] } type User @key(fields: "id") { id: ID! note: String }',
      resolvers: {
        Query: { notes: () => ['a note'] },
        User: { __resolveReference: (user: object) => user, note: ({ id }: { id: string }) => `note ${id}` },
      },
    },
  ]);
}

const unavailable = { message: 'The service "accounts" is not available.' };
let engine: TestEngine;
beforeEach(() => {
  engine = createUsers();
});

/** Appends members to the text of an object. */
const appending = (members: string) => (answer: string) => `${answer.slice(0, -1)},${members}}`;

describe('An answer that looks like JSON and is none', () => {
  it.each([
    ['a leading zero', 'born', '1815', '01815'],
    ['a sign without a number', 'score', '1.5', '-'],
    ['two points', 'score', '1.5', '1.5.2'],
    ['an exponent without digits', 'score', '1.5', '1e+'],
    ['an unknown escape', 'name', '"Ada"', '"\\q"'],
    ['half an escape', 'name', '"Ada"', '"\\u12"'],
    ['brackets that do not match', 'json', '{"a":1}', '{"a":[1}]'],
    ['words', 'json', '{"a":1}', '{"a":wrong}'],
  ])('never reaches clients: %s', async (_what, field, from, to) => {
    engine.tamper('accounts', answer => answer.replace(from, to));
    const { data, errors } = await engine.run(`{ users { id ${field} } notes }`);
    expect(data).toEqual({ users: null, notes: ['a note'] });
    expect(errors).toMatchObject([unavailable]);
  });

  it.each([
    ['breaks off in its extensions', appending('"extensions":{"a":1')],
    ['goes on behind them', (answer: string) => `${appending('"extensions":{}')(answer)} more`],
    ['has a list for data', (answer: string) => answer.replace('"data":', '"data":[').replace(/\}$/, ']}')],
  ])('is an error when it %s', async (_what, change) => {
    engine.tamper('accounts', change);
    const { data, errors } = await engine.run('{ users { id } notes }');
    expect(data).toEqual({ users: null, notes: ['a note'] });
    expect(errors).toMatchObject([unavailable]);
  });
});

describe('Values that are not of their kind', () => {
  it.each([
    ['score', '1.5', '1e400'],
    ['score', '1.5', '"1.5"'],
    ['score', '1.5', '{"a":[1]}'],
    ['born', '1815', '1815.5'],
    ['born', '1815', '[1815]'],
    ['tags', '["tag"]', '"tag"'],
    ['tags', '["tag"]', '{"0":"tag"}'],
  ])('are nulls that are told: %s, %s as %s', async (field, from, to) => {
    engine.tamper('accounts', answer => answer.replace(from, to));
    const { data, errors } = await engine.run(`{ users { ${field} } }`);
    const whole = (await createUsers().run(`{ users { ${field} } }`)).data as { users: object[] };
    expect(data).toEqual({ users: [{ [field]: null }, whole.users[1]] });
    expect(errors).toMatchObject([
      { message: `Invalid value found for field User.${field}.`, path: ['users', 0, field] },
    ]);
  });

  it('stay what they are where a scalar may be anything', async () => {
    engine.tamper('accounts', answer =>
      answer.replace('{"a":1}', '{"__proto__":{"b":[1e2,-0,"\\ud800\\u20ac"]}}').replace('"x"', '"\\u20ac é"'),
    );
    const query = '{ users { json list } }';
    const { data, errors } = await engine.run(query);
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toContain('{"json":{"__proto__":{"b":[100,0,"\\ud800€"]}},"list":["€ é",null]}');
    // The same where something else is wrong.
    engine.tamper('accounts', answer => answer.replace('"x"', '"\\u20ac é"').replace('"Ada"', '7'));
    const careful = await engine.run('{ users { list } node { ... on User { name } } }');
    expect(careful.data).toMatchObject({ users: [{ list: ['€ é', null] }, { list: ['x', null] }], node: null });
  });

  it('do not harm what others answered, however deep they are', async () => {
    const depth = 7000;
    engine.tamper(
      'accounts',
      () => `{"data":{"users":${'['.repeat(depth)}{"__typename":"User","id":"1"}${']'.repeat(depth)}}}`,
    );
    const { data, errors } = await engine.run('{ users { note } notes }');
    expect(data).toEqual({ users: null, notes: ['a note'] });
    expect(errors).toHaveLength(1);
  });

  it('are told of objects whose type is none', async () => {
    engine.tamper('accounts', answer => answer.replace('"User"', '"Nobody"'));
    const { data, errors } = await engine.run('{ node { id ... on User { name } } }');
    expect(data).toEqual({ node: null });
    expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
  });
});

describe('Errors in an answer', () => {
  it('are read behind extensions, too', async () => {
    engine.tamper('accounts', appending('"extensions":{"a":1},"errors":[{"message":"Late.","path":["users",0]}]'));
    const { errors } = await engine.run('{ users { id } }');
    expect(errors).toMatchObject([{ message: 'Late.', path: ['users', 0] }]);
  });

  it('may be of any kind', async () => {
    engine.tamper(
      'accounts',
      appending('"errors":[null,7,{"message":7,"path":7,"extensions":null},{"message":"Last."}]'),
    );
    const { data, errors } = await engine.run('{ users { id } }');
    expect(data).toEqual({ users });
    expect(errors.map(({ message }) => message)).toEqual([
      ...Array.from({ length: 3 }, () => 'A subgraph reported an error.'),
      'Last.',
    ]);
  });

  it('are told where the entities are asked for when they name none of those', async () => {
    engine.tamper('notes', appending('"errors":[{"message":"Where?","path":["_entities",99,"note"]}]'));
    const { data, errors } = await engine.run('{ users { note } }');
    expect(data).toEqual({ users: [{ note: 'note 1' }, { note: 'note 2' }] });
    expect(errors).toMatchObject([{ message: 'Where?', path: ['users'] }]);
  });

  it('are bounded in number and size', async () => {
    const error = JSON.stringify({
      message: 'm'.repeat(100_000),
      path: ['users', ...Array.from({ length: 10_000 }, () => 0)],
      extensions: { code: 'CODE', more: 'x'.repeat(100_000) },
    });
    engine.tamper('accounts', appending(`"errors":[${Array.from({ length: 300 }, () => error).join(',')}]`));
    const { errors } = await engine.run('{ users { id } }');
    expect(errors).toHaveLength(200);
    expect(errors[0]).toEqual({ message: 'm'.repeat(5000), extensions: { code: 'CODE' } });
  });

  it('may say more than can be written', async () => {
    const depth = 20_000;
    engine.tamper(
      'accounts',
      appending(
        `"errors":[{"message":"Deep.","extensions":{"code":"DEEP","a":${'['.repeat(depth)}${']'.repeat(depth)}}}]`,
      ),
    );
    const { errors } = await engine.run('{ users { id } }');
    expect(errors).toEqual([{ message: 'Deep.', extensions: { code: 'DEEP' } }]);
  });

  it('of one fetch do not hide what is wrong with the answer to another', async () => {
    engine.tamper('accounts', () => 'none');
    engine.tamper('notes', answer => answer.replace('"a note"', '7'));
    const { data, errors } = await engine.run('{ users { id } notes }');
    expect(data).toEqual({ users: null, notes: null });
    expect(errors).toMatchObject([unavailable, { path: ['notes', 0] }]);
  });
});
