import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import { createRequestContext, type Viewer } from '@polyphony/platform/context';
import { runProcedure } from '@polyphony/platform/internal-calls';
import { silentLogger } from '@polyphony/platform/logging';
import { countMongoCommands } from '@polyphony/platform/mongo';
import { createExecutableSubgraph, type ExecutableSubgraph, type Subgraph } from '@polyphony/platform/subgraph';
import { createOpsSubgraph, type OpsContext } from './index.ts';

let mongo: Awaited<ReturnType<typeof startTestMongo>>;
let ops: Subgraph<OpsContext>;
let graph: ExecutableSubgraph;

const viewer = (id: string, role: Viewer['role'] = 'USER'): Viewer => ({
  id,
  username: id,
  role,
  isInternal: false,
  dailyQuota: 25,
});
const admin = viewer('admin', 'ADMIN');
const call = (name: string, input: unknown) => runProcedure(ops.procedures, name, input, createRequestContext());
const ask = async (query: string, asker: Viewer | null, variables?: Record<string, unknown>) => {
  const { data, errors } = await graph.execute({ query, variables }, createRequestContext({ viewer: asker }));
  return { data: data as Record<string, never> | null, codes: errors?.map(error => error.extensions?.['code']) ?? [] };
};
const usageQuery = `query ($users: [_Any!]!) {
  _entities(representations: $users) { ... on User { id usage { requestsToday tokensToday dailyQuota lastResetAt } } }
}`;
const users = (...ids: string[]) => ({ users: ids.map(id => ({ __typename: 'User', id })) });
const logsQuery = `query ($service: String, $level: LogLevel, $first: Int, $after: String) {
  systemLogs(service: $service, level: $level, first: $first, after: $after) {
    nodes { id service level action message user { id } context source createdAt }
    pageInfo { hasNextPage endCursor } totalCount
  }
}`;
interface LogPage {
  nodes: { service: string; level: string; message: string; user: { id: string } | null; context: unknown }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
  totalCount: number;
}
const logPage = async (variables: Record<string, unknown>) =>
  (await ask(logsQuery, admin, variables)).data?.['systemLogs'] as unknown as LogPage;

beforeAll(async () => {
  mongo = await startTestMongo();
  ops = await createOpsSubgraph({
    db: mongo.db,
    log: silentLogger,
    settings: { systemLogRetentionDays: 30, usageEntryRetentionDays: 90, defaultDailyQuota: 1000 },
    serviceHealth: () => Promise.resolve([{ service: 'chat', healthy: false, detail: 'mongodb: no answer' }]),
    now: () => new Date('2026-11-22T12:00:00.000Z'),
  });
  graph = createExecutableSubgraph(ops);
});
afterAll(async () => {
  await ops.close();
  await mongo.close();
});

describe('User.usage', () => {
  it('is zero for a user who made no request, with the quota of the viewer', async () => {
    const { data } = await ask(usageQuery, viewer('fresh'), users('fresh'));
    expect(data?.['_entities']).toEqual([
      {
        id: 'fresh',
        usage: { requestsToday: 0, tokensToday: 0, dailyQuota: 25, lastResetAt: '2026-11-22T00:00:00.000Z' },
      },
    ]);
  });

  it('shows what was reserved and recorded through the procedures', async () => {
    await call('reserveRequest', { userId: 'active', dailyQuota: 40 });
    await call('reserveRequest', { userId: 'active', dailyQuota: 40 });
    await call('recordTokens', {
      key: 'm1',
      userId: 'active',
      model: 'm',
      provider: 'p',
      promptTokens: 8,
      completionTokens: 4,
    });
    const { data } = await ask(usageQuery, viewer('active'), users('active'));
    expect(data?.['_entities']).toMatchObject([{ usage: { requestsToday: 2, tokensToday: 12, dailyQuota: 25 } }]);
  });

  it('shows an administrator the quota that the user was last checked against', async () => {
    const { data } = await ask(usageQuery, admin, users('active', 'never-seen'));
    expect(data?.['_entities']).toMatchObject([{ usage: { dailyQuota: 40 } }, { usage: { dailyQuota: 1000 } }]);
  });

  it('does not exist for other users', async () => {
    const { codes } = await ask(usageQuery, viewer('curious'), users('active'));
    expect(codes).toEqual(['NOT_FOUND']);
    expect((await ask(usageQuery, null, users('active'))).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('costs one store query for any number of users', async () => {
    const counter = countMongoCommands(mongo.client);
    await ask(usageQuery, admin, users(...Array.from({ length: 20 }, (_, index) => `user-${index}`)));
    expect(counter.take()).toEqual(['find api_usage']);
    counter.stop();
  });
});

describe('the procedures', () => {
  it('name the field of input that they refuse', async () => {
    await expect(call('reserveRequest', { userId: '', dailyQuota: 5 })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      extensions: { field: 'userId' },
    });
    await expect(call('reserveRequest', { userId: 'u', dailyQuota: -1 })).rejects.toMatchObject({
      extensions: { field: 'dailyQuota' },
    });
    await expect(call('writeLog', { service: 'chat', level: 'LOUD', message: 'x' })).rejects.toMatchObject({
      extensions: { field: 'level' },
    });
  });

  it('answer JSON that survives a trip over HTTP', async () => {
    const reservation = (await call('reserveRequest', { userId: 'remote', dailyQuota: 5 })) as { resetsAt: string };
    expect(reservation).toEqual({ remaining: 4, resetsAt: '2026-11-23T00:00:00.000Z' });
    expect(await call('refundRequest', JSON.parse(JSON.stringify({ userId: 'remote', ...reservation })))).toEqual({});
    expect(await call('reserveRequest', { userId: 'remote', dailyQuota: 5 })).toMatchObject({ remaining: 4 });
  });
});

describe('systemLogs', () => {
  beforeAll(async () => {
    for (let index = 0; index < 12; index++) {
      await call('writeLog', {
        service: index % 2 === 0 ? 'chat' : 'media',
        level: index % 3 === 0 ? 'ERROR' : 'INFO',
        action: 'test.write',
        message: `entry ${index}`,
        userId: 'active',
        context: { index, apiKey: 'hunter2' },
      });
    }
  });

  it('are for administrators', async () => {
    expect((await ask(logsQuery, viewer('curious'))).codes).toEqual(['FORBIDDEN']);
    expect((await ask(logsQuery, viewer('developer', 'DEVELOPER'))).codes).toEqual(['FORBIDDEN']);
    expect((await ask(logsQuery, null)).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('come newest first, in pages without gap or repeat, also within one millisecond', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: LogPage = await logPage({ first: 5, after });
      seen.push(...page.nodes.map(node => node.message));
      expect(page.totalCount).toBe(12);
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => `entry ${11 - index}`));
  });

  it('are filtered by service and level', async () => {
    const page = await logPage({ service: 'chat', level: 'ERROR' });
    expect(page.nodes.map(node => node.message)).toEqual(['entry 6', 'entry 0']);
    expect(page.totalCount).toBe(2);
  });

  it('carry the user and the context without its secrets', async () => {
    const [entry] = (await logPage({ first: 1 })).nodes;
    expect(entry).toMatchObject({
      service: 'media',
      level: 'INFO',
      user: { id: 'active' },
      context: { index: 11, apiKey: '[redacted]' },
    });
  });

  it('refuse a page that is too large and a cursor of another list', async () => {
    expect((await ask(logsQuery, admin, { first: 101 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask(logsQuery, admin, { first: null, after: null })).codes).toEqual([]);
    expect((await ask(logsQuery, admin, { after: 'nonsense' })).codes).toEqual(['BAD_USER_INPUT']);
    const otherList = Buffer.from(JSON.stringify(['a', 'b'])).toString('base64url');
    expect((await ask(logsQuery, admin, { after: otherList })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('are removed by MongoDB after the retention', async () => {
    const [log] = await mongo.db.collection('system_logs').find().limit(1).toArray();
    expect(log?.['expires_at']).toEqual(new Date('2026-12-22T12:00:00.000Z'));
    const indexes = await mongo.db.collection('system_logs').indexes();
    expect(indexes.find(index => index.name === 'expires_at_ttl')).toMatchObject({ expireAfterSeconds: 0 });
  });
});

describe('health', () => {
  const query = '{ health { service healthy detail } }';

  it('is public, its details are not', async () => {
    expect((await ask(query, null)).data).toEqual({ health: [{ service: 'chat', healthy: false, detail: null }] });
    expect((await ask(query, admin)).data).toEqual({
      health: [{ service: 'chat', healthy: false, detail: 'mongodb: no answer' }],
    });
  });

  it('checks its own engine', async () => {
    for (const check of ops.healthChecks) await check.check(AbortSignal.timeout(2000));
    expect(ops.healthChecks.map(check => check.name)).toEqual(['mongodb']);
  });
});
