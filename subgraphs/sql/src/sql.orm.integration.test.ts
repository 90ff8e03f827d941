import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { startTemporaryPostgres } from '@polyphony/embedded/postgres';
import { silentLogger } from '@polyphony/platform/logging';
import { mappingDifferences } from '@polyphony/platform/postgres';
import { DatabaseConnectionEntity } from './connections/database-connection.entity.ts';
import { DatabaseType } from './connections/database-type.enum.ts';
import { SqlKnowledgeEntryEntity } from './knowledge/sql-knowledge-entry.entity.ts';
import { QueryFeedback, QuerySource, QueryStatus } from './queries/query-run.enums.ts';
import { QueryRunEntity } from './queries/query-run.entity.ts';
import { DatabaseSchemaEntity } from './schemas/database-schema.entity.ts';
import { createSqlOrm } from './sql.orm.ts';

let postgres: Awaited<ReturnType<typeof startTemporaryPostgres>>;
let orm: MikroORM;

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
  orm = await createSqlOrm(postgres.url, silentLogger, { postgresPoolSize: 4 });
});
afterAll(async () => {
  await orm.close();
  await postgres.close();
});

const connectionOf = (userId: string) => ({
  userId,
  name: 'Shop',
  type: DatabaseType.MYSQL,
  host: 'db.example',
  port: 3306,
});
const insertConnection = async (userId: string) => {
  const em = orm.em.fork();
  const connection = em.create(DatabaseConnectionEntity, connectionOf(userId), { partial: true });
  await em.persist(connection).flush();
  return connection;
};
const execute = (statement: string, parameters: unknown[] = []) => orm.em.fork().execute(statement, parameters);

describe('the tables of sql', () => {
  it('are what the entities expect', async () => {
    expect(await mappingDifferences(orm)).toEqual([]);
  });

  it('are left alone by a second start', async () => {
    const { id } = await insertConnection('kept');
    const second = await createSqlOrm(postgres.url, silentLogger, { postgresPoolSize: 2 });
    expect(await second.em.fork().count(DatabaseConnectionEntity, { id })).toBe(1);
    await second.close();
  });

  it('keep every field of every entity', async () => {
    const em = orm.em.fork();
    const connection = em.create(
      DatabaseConnectionEntity,
      {
        ...connectionOf('round-trip'),
        passwordEncrypted: 'v1:abc',
        connectionParams: { tls: 'strict' },
        lastTestedAt: new Date('2026-11-22T10:00:00.123Z'),
      },
      { partial: true },
    );
    const knowledge = em.create(
      SqlKnowledgeEntryEntity,
      {
        question: 'How many orders?',
        sql: 'SELECT count(*) FROM orders',
        databaseType: DatabaseType.MYSQL,
        successRate: 87.25,
        tags: ['orders', "it's"],
        createdBy: 'round-trip',
      },
      { partial: true },
    );
    await em.persist([connection, knowledge]).flush();
    const run = em.create(
      QueryRunEntity,
      {
        userId: 'round-trip',
        connectionId: connection.id,
        question: 'How many orders?',
        status: QueryStatus.SUCCESS,
        source: QuerySource.KNOWLEDGE_BASE,
        similarity: 0.93,
        resultColumns: ['count'],
        resultPreview: [{ count: 3 }],
        knowledgeMatchId: knowledge.id,
        feedback: QueryFeedback.PARTIAL,
      },
      { partial: true },
    );
    await em.persist(run).flush();

    const reading = orm.em.fork();
    expect(await reading.findOneOrFail(SqlKnowledgeEntryEntity, knowledge.id)).toMatchObject({
      successRate: 87.25,
      tags: ['orders', "it's"],
      usageCount: 0,
    });
    expect(await reading.findOneOrFail(QueryRunEntity, run.id)).toMatchObject({
      connectionId: connection.id,
      knowledgeMatchId: knowledge.id,
      similarity: 0.93,
      resultColumns: ['count'],
      resultPreview: [{ count: 3 }],
      feedback: QueryFeedback.PARTIAL,
    });
    const stored = await reading.findOneOrFail(DatabaseConnectionEntity, connection.id);
    expect(stored.lastTestedAt?.toISOString()).toBe('2026-11-22T10:00:00.123Z');
    // The password is read only by who asks for it.
    expect(stored.passwordEncrypted).toBeUndefined();
    expect(
      (
        await orm.em.fork().findOneOrFail(DatabaseConnectionEntity, connection.id, {
          populate: ['passwordEncrypted', 'connectionParams'],
        })
      ).passwordEncrypted,
    ).toBe('v1:abc');
  });

  it.each([
    ['an unknown kind of database', `UPDATE database_connections SET type = 'access'`],
    ['a port outside of 1 to 65535', 'UPDATE database_connections SET port = 70000'],
    [
      'an unknown status',
      `INSERT INTO query_history (user_id, sql_query, status, source) VALUES ('u', 'x', 'done', 'user')`,
    ],
    [
      'an unknown source',
      `INSERT INTO query_history (user_id, sql_query, status, source) VALUES ('u', 'x', 'error', 'luck')`,
    ],
    [
      'a run of neither question nor SQL',
      `INSERT INTO query_history (user_id, status, source) VALUES ('u', 'error', 'user')`,
    ],
    [
      'unknown feedback',
      `INSERT INTO query_history (user_id, sql_query, status, source, feedback) VALUES ('u', 'x', 'error', 'user', 'meh')`,
    ],
    [
      'a success rate over 100',
      `INSERT INTO sql_knowledge_base (question, sql_query, database_type, created_by, success_rate)
       VALUES ('q', 's', 'oracle', 'u', 100.01)`,
    ],
  ])('refuse %s', async (_what, statement) => {
    await insertConnection('checked');
    await expect(execute(statement)).rejects.toMatchObject({ code: '23514' });
  });

  it('accept every status, source and feedback of the graph', async () => {
    for (const status of Object.values(QueryStatus))
      for (const source of Object.values(QuerySource))
        await execute(
          `INSERT INTO query_history (user_id, sql_query, status, source, feedback) VALUES ('all', 'x', ?, ?, ?)`,
          [status, source, Object.values(QueryFeedback)[status.length % 3]],
        );
    expect(await orm.em.fork().count(QueryRunEntity, { userId: 'all' })).toBe(28);
  });

  it('let two connections have the same schema, one connection only once', async () => {
    const [one, other] = [await insertConnection('hashed'), await insertConnection('hashed')];
    const insert = (connectionId: string) =>
      execute(
        `INSERT INTO database_schemas (connection_id, schema_json, schema_hash, table_count, total_columns)
         VALUES (?, '{"tables": []}', 'same', 0, 0)`,
        [connectionId],
      );
    await insert(one.id);
    await insert(other.id);
    await expect(insert(one.id)).rejects.toMatchObject({ code: '23505' });
  });

  it('forget the schemas of a deleted connection and keep its history', async () => {
    const connection = await insertConnection('deleted');
    await execute(
      `INSERT INTO database_schemas (connection_id, schema_json, schema_hash, table_count, total_columns)
       VALUES (?, '{"tables": []}', 'h', 0, 0)`,
      [connection.id],
    );
    await execute(
      `INSERT INTO query_history (user_id, connection_id, sql_query, status, source) VALUES ('deleted', ?, 'x', 'error', 'user')`,
      [connection.id],
    );
    await execute('DELETE FROM database_connections WHERE id = ?', [connection.id]);
    expect(await orm.em.fork().count(DatabaseSchemaEntity, { connectionId: connection.id })).toBe(0);
    expect(await orm.em.fork().findOneOrFail(QueryRunEntity, { userId: 'deleted' })).toMatchObject({
      connectionId: null,
    });
  });

  it('find knowledge by words and tags through their GIN indexes', async () => {
    await execute(`INSERT INTO sql_knowledge_base (question, sql_query, database_type, created_by, tags)
      SELECT 'How many widgets of kind ' || n || '?', 'SELECT 1', 'mysql', 'many', ARRAY['tag' || n]
      FROM generate_series(1, 3000) AS n`);
    await execute('ANALYZE sql_knowledge_base');
    const plan = async (condition: string) =>
      JSON.stringify(await execute(`EXPLAIN SELECT * FROM sql_knowledge_base WHERE ${condition}`));
    expect(await plan(`to_tsvector('english', question) @@ websearch_to_tsquery('english', 'kind 77')`)).toContain(
      'idx_kb_question',
    );
    expect(await plan(`tags @> ARRAY['tag77']`)).toContain('idx_kb_tags');
  });
});
