import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { startTemporaryPostgres } from '@polyphony/embedded/postgres';
import { createRequestContext, type Viewer } from '@polyphony/platform/context';
import { silentLogger } from '@polyphony/platform/logging';
import { countQueries } from '@polyphony/platform/postgres';
import { createExecutableSubgraph, type Subgraph } from '@polyphony/platform/subgraph';
import { createSqlContext } from './context.ts';
import { createSqlSubgraph, type SqlContext } from './index.ts';
import { createSqlOrm } from './sql.orm.ts';

const settings = { postgresPoolSize: 4 };
let postgres: Awaited<ReturnType<typeof startTemporaryPostgres>>;
let sql: Subgraph<SqlContext>;
/** A second connection to the same tables: fills them, and counts what the subgraph's context asks of the store. */
let orm: MikroORM;

const viewer = (id: string): Viewer => ({ id, username: id, role: 'USER', isInternal: false, dailyQuota: 10 });
const execute = (statement: string, parameters: unknown[] = []) =>
  orm.em.fork().execute<{ id: string }[]>(statement, parameters);
const ask = async (query: string, asker: string | null, variables?: Record<string, unknown>) => {
  const counted = { ...sql, createContext: (request: SqlContext) => createSqlContext(orm.em.fork(), request) };
  const counter = countQueries(orm);
  const { data, errors } = await createExecutableSubgraph(counted).execute(
    { query, variables },
    createRequestContext({ viewer: asker === null ? null : viewer(asker) }),
  );
  const queries = counter.take();
  counter.stop();
  return {
    data: data ?? {},
    codes: errors?.map(error => error.extensions?.['code']) ?? [],
    queries,
  };
};
const entities = (type: string, ...ids: string[]) => ({ of: ids.map(id => ({ __typename: type, id })) });
const insertConnection = async (userId: string, name: string): Promise<string> => {
  const [row] = await execute(
    `INSERT INTO database_connections (user_id, name, type, host, port, password_encrypted)
     VALUES (?, ?, 'postgresql', 'db.example', 5432, 'v1:hunter2') RETURNING id`,
    [userId, name],
  );
  return row!.id;
};
const insertRun = async (
  userId: string,
  {
    connectionId = null,
    conversationId = null,
    question = 'How many?',
    createdAt = '2026-11-22T10:00:00Z',
  }: Record<string, string | null> = {},
): Promise<string> => {
  const [row] = await execute(
    `INSERT INTO query_history (user_id, connection_id, conversation_id, question, sql_query, status, source, result_columns,
       result_preview, rows_returned, created_at)
     VALUES (?, ?, ?, ?, 'SELECT 1', 'success', 'model', '{count}', '[{"count": 3}]', 1, ?) RETURNING id`,
    [userId, connectionId, conversationId, question, createdAt],
  );
  return row!.id;
};

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
  sql = await createSqlSubgraph({ postgresUrl: postgres.url, log: silentLogger, settings });
  orm = await createSqlOrm(postgres.url, silentLogger, settings);
});
afterAll(async () => {
  await orm.close();
  await sql.close();
  await postgres.close();
});

describe('an empty sql subgraph', () => {
  it('answers from its empty tables', async () => {
    const { data, codes } = await ask(
      `query ($of: [_Any!]!) { sqlKnowledge { id }
        _entities(representations: $of) { ... on User {
          databaseConnections { id } queryRuns { nodes { id } totalCount pageInfo { hasNextPage endCursor } } } } }`,
      'nobody',
      entities('User', 'nobody'),
    );
    expect(codes).toEqual([]);
    expect(data).toEqual({
      sqlKnowledge: [],
      _entities: [
        {
          databaseConnections: [],
          queryRuns: { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null } },
        },
      ],
    });
  });

  it('is healthy as itself, through the gateway’s door', async () => {
    for (const check of sql.healthChecks) await check.check(AbortSignal.timeout(2000));
    const direct = await createExecutableSubgraph(sql).execute(
      { query: '{ sqlKnowledge { id } }' },
      createRequestContext({ viewer: viewer('nobody') }),
    );
    expect(direct).toEqual({ data: { sqlKnowledge: [] } });
  });
});

describe('connections and their schemas', () => {
  const query = `query ($id: ID!) { databaseConnection(id: $id) {
    id name type host port sslEnabled isActive lastTestedAt createdAt
    schema { hash tableCount columnCount tables { name columns { name type isNullable isPrimaryKey references } } } } }`;

  it('are read with the schema that was found last', async () => {
    const id = await insertConnection('owner', 'Shop');
    const column = { name: 'id', type: 'bigint', is_nullable: false, is_primary_key: true, references: null };
    for (const [hash, tables, updated] of [
      ['old', [], '2026-11-20'],
      ['new', [{ name: 'orders', columns: [column] }], '2026-11-21'],
    ] as const) {
      await execute(
        `INSERT INTO database_schemas (connection_id, schema_json, schema_hash, table_count, total_columns, last_updated)
         VALUES (?, ?, ?, ?, 1, ?)`,
        [id, JSON.stringify({ tables }), hash, tables.length, updated],
      );
    }
    const { data, codes } = await ask(query, 'owner', { id });
    expect(codes).toEqual([]);
    expect(data['databaseConnection']).toMatchObject({
      id,
      name: 'Shop',
      type: 'POSTGRESQL',
      schema: {
        hash: 'new',
        tableCount: 1,
        tables: [
          {
            name: 'orders',
            columns: [{ name: 'id', type: 'bigint', isNullable: false, isPrimaryKey: true, references: null }],
          },
        ],
      },
    });
    expect(JSON.stringify(data)).not.toContain('hunter2');
  });

  it('of others do not exist, nor do ids that cannot be', async () => {
    const id = await insertConnection('owner', 'Private');
    expect((await ask(query, 'intruder', { id })).codes).toEqual(['NOT_FOUND']);
    expect((await ask(query, 'owner', { id: 'not-an-id' })).codes).toEqual(['NOT_FOUND']);
    expect((await ask(query, 'owner', { id: crypto.randomUUID() })).codes).toEqual(['NOT_FOUND']);
    expect((await ask(query, null, { id })).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('cost two store queries for any number of them', async () => {
    const list = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User {
      databaseConnections { name schema { hash } } } } }`;
    await insertConnection('few', 'only');
    for (let index = 0; index < 20; index++) await insertConnection('many', `Connection ${index}`);
    const few = await ask(list, 'few', entities('User', 'few'));
    const many = await ask(list, 'many', entities('User', 'many'));
    expect((many.data['_entities'] as unknown[])[0]).toHaveProperty('databaseConnections.length', 20);
    expect(few.queries).toHaveLength(2);
    expect(many.queries).toHaveLength(2);
  });

  it('resolve as entities in one store query, only those of the viewer', async () => {
    const mine = [await insertConnection('referrer', 'a'), await insertConnection('referrer', 'b')];
    const foreign = await insertConnection('owner', 'c');
    const { data, queries } = await ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on DatabaseConnection { name } } }',
      'referrer',
      entities('DatabaseConnection', ...mine, foreign, 'nonsense'),
    );
    expect(data['_entities']).toEqual([{ name: 'a' }, { name: 'b' }, null, null]);
    expect(queries).toHaveLength(1);
  });
});

describe('the history of queries', () => {
  const query = `query ($id: ID!) { queryRun(id: $id) {
    id question sql status source columns rows rowsReturned feedback error connection { name } } }`;
  const page = `query ($of: [_Any!]!, $first: Int, $after: String) { _entities(representations: $of) { ... on User {
    queryRuns(first: $first, after: $after) {
      nodes { id question connection { name } } totalCount pageInfo { hasNextPage endCursor } } } } }`;

  it('tells what a run asked and what came of it', async () => {
    const connectionId = await insertConnection('asker', 'Warehouse');
    const id = await insertRun('asker', { connectionId });
    expect((await ask(query, 'asker', { id })).data['queryRun']).toEqual({
      id,
      question: 'How many?',
      sql: 'SELECT 1',
      status: 'SUCCESS',
      source: 'MODEL',
      columns: ['count'],
      rows: [{ count: 3 }],
      rowsReturned: 1,
      feedback: null,
      error: null,
      connection: { name: 'Warehouse' },
    });
    expect((await ask(query, 'intruder', { id })).codes).toEqual(['NOT_FOUND']);
    expect((await ask(query, null, { id })).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('comes newest first in pages without gap or repeat, also of runs of the same moment', async () => {
    const expected: string[] = [];
    for (let index = 0; index < 12; index++) {
      // Three runs each millisecond.
      const createdAt = `2026-11-22T10:00:00.00${Math.floor(index / 3)}Z`;
      expected.push(await insertRun('pager', { question: `question ${index}`, createdAt }));
    }
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { data } = await ask(page, 'pager', { ...entities('User', 'pager'), first: 5, after });
      const runs = (data['_entities'] as { queryRuns: unknown }[])[0]!.queryRuns as {
        nodes: { id: string }[];
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      seen.push(...runs.nodes.map(node => node.id));
      expect(runs.totalCount).toBe(12);
      if (!runs.pageInfo.hasNextPage) break;
      after = runs.pageInfo.endCursor;
    }
    expect(seen).toHaveLength(12);
    expect(new Set(seen)).toEqual(new Set(expected));
    expect(new Set(seen.slice(0, 3))).toEqual(new Set(expected.slice(9)));
  });

  it('costs a constant number of store queries, whatever the length of the page', async () => {
    for (let index = 0; index < 20; index++) {
      await insertRun('heavy', { connectionId: await insertConnection('heavy', `Connection ${index}`) });
    }
    const one = await ask(page, 'heavy', { ...entities('User', 'heavy'), first: 1 });
    const twenty = await ask(page, 'heavy', { ...entities('User', 'heavy'), first: 20 });
    // The page, the total, the connections.
    expect(one.queries).toHaveLength(3);
    expect(twenty.queries).toHaveLength(3);
  });

  it('is for the user alone and names what is wrong with a page', async () => {
    const of = entities('User', 'asker');
    expect((await ask(page, 'intruder', of)).codes).toEqual(['NOT_FOUND']);
    expect((await ask(page, null, of)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await ask(page, 'asker', { ...of, first: 0 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask(page, 'asker', { ...of, first: null, after: null })).codes).toEqual([]);
    expect((await ask(page, 'asker', { ...of, after: 'nonsense' })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('shows conversations their own runs of the viewer, newest first, in one store query for all of them', async () => {
    const list =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Conversation { id queryRuns { question } } } }';
    await insertRun('talker', { conversationId: 'c1', question: 'first', createdAt: '2026-11-22T10:00:00Z' });
    await insertRun('talker', { conversationId: 'c1', question: 'second', createdAt: '2026-11-22T11:00:00Z' });
    await insertRun('talker', { conversationId: 'c2', question: 'other' });
    await insertRun('somebody', { conversationId: 'c1', question: 'foreign' });
    const { data, queries } = await ask(list, 'talker', entities('Conversation', 'c1', 'c2', 'c3'));
    expect(data['_entities']).toEqual([
      { id: 'c1', queryRuns: [{ question: 'second' }, { question: 'first' }] },
      { id: 'c2', queryRuns: [{ question: 'other' }] },
      { id: 'c3', queryRuns: [] },
    ]);
    expect(queries).toHaveLength(1);
    expect((await ask(list, null, entities('Conversation', 'c1'))).codes).toEqual(['UNAUTHENTICATED']);
  });
});

describe('sqlKnowledge', () => {
  const query =
    'query ($query: String, $first: Int) { sqlKnowledge(query: $query, first: $first) { question databaseType successRate tags } }';
  const questions = async (asker: string, variables: Record<string, unknown>) =>
    ((await ask(query, asker, variables)).data['sqlKnowledge'] as { question: string }[]).map(entry => entry.question);

  beforeAll(async () => {
    await execute(`INSERT INTO sql_knowledge_base
      (question, sql_query, database_type, usage_count, success_rate, tags, created_by) VALUES
      ('Which customers ordered last month?', 'SELECT 1', 'postgresql', 5, 90.5, '{sales}', 'learner'),
      ('Total revenue by month', 'SELECT 2', 'postgresql', 9, NULL, '{sales,finance}', 'learner'),
      ('Which customers ordered nothing?', 'SELECT 3', 'mysql', 1, NULL, '{}', 'somebody')`);
  });

  it('finds the viewer’s entries by the words of the question, whatever their form', async () => {
    expect(await questions('learner', { query: 'customer orders' })).toEqual(['Which customers ordered last month?']);
    expect(await questions('learner', { query: 'months' })).toHaveLength(2);
  });

  it('finds entries by tag', async () => {
    expect(await questions('learner', { query: 'finance' })).toEqual(['Total revenue by month']);
  });

  it('lists the most used without a query', async () => {
    expect(await questions('learner', {})).toEqual(['Total revenue by month', 'Which customers ordered last month?']);
    expect(await questions('learner', { first: 1 })).toHaveLength(1);
  });

  it('takes any text as words, never as syntax', async () => {
    for (const text of [`'; DROP TABLE query_history; --`, '& | ! ( ) <->', '"unbalanced', '\u0000', '?', '   ']) {
      expect((await ask(query, 'learner', { query: text })).codes).toEqual([]);
    }
  });

  it('is for who is logged in, and bounded', async () => {
    expect((await ask(query, null)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await ask(query, 'learner', { query: 'x'.repeat(1001) })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask(query, 'learner', { first: 101 })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
