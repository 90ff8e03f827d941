import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ITracesAndStats } from '@apollo/usage-reporting-protobuf';
import { createHash } from 'node:crypto';
import { buildSchema, getOperationAST, parse, printSchema } from 'graphql';
import { createRequestContext } from '@polyphony/platform/context';
import { silentLogger } from '@polyphony/platform/logging';
import type { GraphExecution, PreparedOperation } from '../execution/index.ts';
import { collect, post, socketClient, startTestGateway, until, type TestGateway } from '../testing/index.ts';
import { startUsageReceiver, type UsageReceiver } from '../testing/usage-receiver.ts';
import { createUsageReporter, type UsageReporter, type UsageReporterOptions } from './usage-reporter.ts';

let receiver: UsageReceiver;
beforeEach(async () => {
  receiver = await startUsageReceiver();
});
afterEach(() => receiver.close());

/** The statistics of one operation and client. */
const statsOf = (operation: ITracesAndStats | undefined, client = '') =>
  (operation?.statsWithContext as { context: { clientName: string }; queryLatencyStats: object }[] | undefined)?.find(
    ({ context }) => context.clientName === client,
  )?.queryLatencyStats;

describe('Usage of a gateway', () => {
  let graph: TestGateway;
  beforeEach(async () => {
    graph = await startTestGateway({
      settings: {
        apolloKey: 'service:graph:hunter2',
        apolloGraphRef: 'graph@test',
        apolloUsageReportingEndpoint: receiver.url,
      },
    });
  });
  afterEach(() => graph.close());
  const reported = async () => {
    await graph.close();
    expect(receiver.reports).toHaveLength(1);
    return receiver.reports[0]!;
  };

  it('is reported by operation and client, with the fields that are referred to', async () => {
    const query =
      'query Title($id: ID!) { conversation(id: $id) { heading: title ...Owner } } fragment Owner on Conversation { user { username } }';
    const ask = (headers: Record<string, string>) => post(graph.url, query, { variables: { id: 'hunter3' }, headers });
    await ask({});
    await ask({ 'apollographql-client-name': 'web', 'apollographql-client-version': '1.2' });
    await ask({ 'apollographql-client-name': 'web', 'apollographql-client-version': '1.2' });
    const { header, operationCount, tracesPerQuery, endTime } = await reported();
    expect(header).toMatchObject({ graphRef: 'graph@test', runtimeVersion: `node ${process.version}` });
    expect(operationCount).toBe(3);
    expect(Math.abs(Number(endTime?.seconds) - Date.now() / 1000)).toBeLessThan(60);
    const [[key, operation] = []] = Object.entries(tracesPerQuery);
    expect(key).toBe(
      '# Title\nfragment Owner on Conversation{user{username}}query Title($id:ID!){conversation(id:$id){title...Owner}}',
    );
    expect(operation?.referencedFieldsByType).toMatchObject({
      Query: { fieldNames: ['conversation'] },
      Conversation: { fieldNames: ['title', 'user'] },
      User: { fieldNames: ['username'] },
    });
    expect(statsOf(operation)).toMatchObject({ requestCount: 1, requestsWithoutFieldInstrumentation: 1 });
    expect(statsOf(operation, 'web')).toMatchObject({ requestCount: 2 });
    const { latencyCount } = statsOf(operation, 'web') as { latencyCount: number[] };
    expect(latencyCount.filter(count => count > 0).reduce((sum, count) => sum + count)).toBe(2);
  });

  it('is reported with its errors by path, and what could not run by why', async () => {
    await post(graph.url, 'query Gone { gone: conversation(id: "gone") { title } crash }');
    await post(graph.url, '{ nonsense }');
    await post(graph.url, '{ nonsense');
    const { tracesPerQuery, operationCount } = await reported();
    expect(operationCount).toBe(1);
    expect(Object.keys(tracesPerQuery).toSorted()).toEqual([
      '# Gone\nquery Gone{conversation(id:""){title}crash}',
      '## GraphQLParseFailure\n',
      '## GraphQLValidationFailure\n',
    ]);
    expect(statsOf(tracesPerQuery['# Gone\nquery Gone{conversation(id:""){title}crash}'])).toMatchObject({
      requestsWithErrorsCount: 1,
      rootErrorStats: {
        children: { gone: { errorsCount: 1, requestsWithErrorsCount: 1 }, crash: { errorsCount: 1 } },
      },
    });
    expect(statsOf(tracesPerQuery['## GraphQLParseFailure\n'])).toMatchObject({
      requestCount: 1,
      rootErrorStats: { errorsCount: 1 },
    });
  });

  it('counts a subscription once, by the name its socket gave', async () => {
    const client = socketClient(graph.socketUrl, {
      ...(await graph.credentials()),
      'apollographql-client-name': 'phone',
    });
    await collect(client, 'subscription Tokens { messageStream(messageId: "m1", count: 50) { __typename } }');
    await client.dispose();
    const { tracesPerQuery, operationCount } = await reported();
    expect(operationCount).toBe(1);
    expect(statsOf(Object.values(tracesPerQuery)[0], 'phone')).toMatchObject({ requestCount: 1 });
  });

  it('says nothing of variables, literals, data, messages and headers; the key is in a header only', async () => {
    await post(
      graph.url,
      'query($id: ID!) { conversation(id: $id) { title } crash other: conversation(id: "hunter4") { id } }',
      {
        variables: { id: 'hunter3' },
        headers: { 'x-secret': 'hunter5', 'user-agent': 'hunter6' },
      },
    );
    expect(JSON.stringify(await reported())).not.toMatch(/hunter|title of/);
    expect(receiver.requests[0]).toMatchObject({
      url: '/api/ingress/traces',
      headers: { 'x-api-key': 'service:graph:hunter2', 'content-encoding': 'gzip' },
    });
  });
});

describe('A usage reporter', () => {
  const schema = buildSchema('type Query { a: Int b: Int }');
  const context = createRequestContext();
  const reporters: UsageReporter[] = [];
  const observe = (options: Partial<UsageReporterOptions> = {}) => {
    const reporter = createUsageReporter({
      apiKey: 'key',
      graphRef: 'graph@test',
      endpoint: receiver.url,
      log: silentLogger,
      intervalMs: 20,
      ...options,
    });
    reporters.push(reporter);
    const execution = reporter.observe({
      schema,
      execute: async () => ({ data: '{}' }),
    } as Partial<GraphExecution> as GraphExecution);
    const use = (query: string) => {
      const document = parse(query);
      const operation: Partial<PreparedOperation> = { document, name: getOperationAST(document)?.name?.value };
      return execution.execute(operation as PreparedOperation, {}, context);
    };
    return { reporter, use };
  };
  afterEach(async () => {
    await Promise.all(reporters.splice(0).map(reporter => reporter.close()));
  });

  it('reports again and again, each use once, and nothing when nothing was used', async () => {
    const { use } = observe();
    await use('{ a }');
    await until(() => receiver.reports.length === 1);
    await new Promise(resolve => setTimeout(resolve, 60));
    await use('{ b }');
    await until(() => receiver.reports.length === 2);
    expect(receiver.reports.map(({ tracesPerQuery }) => Object.keys(tracesPerQuery))).toEqual([
      ['# -\n{a}'],
      ['# -\n{b}'],
    ]);
    const id = createHash('sha256').update(printSchema(schema)).digest('hex');
    expect(receiver.reports.map(({ header }) => header?.executableSchemaId)).toEqual([id, id]);
  });

  it('tries again where the other side fails, and gives up where it refuses, going on with the next', async () => {
    const { use } = observe();
    receiver.statuses.push(503, 500);
    await use('{ a }');
    await until(() => receiver.reports.length === 1);
    receiver.statuses.push(403);
    await use('{ b }');
    await until(() => receiver.requests.length === 4);
    await use('{ a b }');
    await until(() => receiver.reports.length === 2);
    expect(Object.keys(receiver.reports[1]!.tracesPerQuery)).toEqual(['# -\n{a b}']);
  });

  it('reports before its time when much is waiting', async () => {
    const { use } = observe({ intervalMs: 1_000_000 });
    for (let index = 0; index < 2000; index += 1) await use(`query Q${index} { a }`);
    await until(() => receiver.reports.length === 1);
    expect(receiver.reports[0]!.operationCount).toBe(2000);
  });

  it('sends what is left when it closes', async () => {
    const { use, reporter } = observe({ intervalMs: 1_000_000 });
    await use('{ a }');
    await reporter.close();
    expect(receiver.reports).toHaveLength(1);
  });
});
