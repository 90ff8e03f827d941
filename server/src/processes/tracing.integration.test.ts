import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import {
  collect,
  inProcess,
  overHttp,
  post,
  socketClient,
  startTestGateway,
  type Connect,
  type TestGateway,
} from '@polyphony/gateway/testing';
import { silentLogger } from '@polyphony/platform/logging';
import type { MongoConnection } from '@polyphony/platform/mongo';
import { startTraceCollector, type CollectedSpan, type TraceCollector } from '@polyphony/platform/testing';
import { startTracing, type Tracing } from '@polyphony/platform/tracing';

const callerTrace = '4bf92f3577b34da6a3ce929d0e0e4736';
const callerSpan = '00f067aa0ba902b7';
const traceparent = `00-${callerTrace}-${callerSpan}-01`;

/** Test subgraphs whose users come from MongoDB. */
const withMongo =
  (connect: Connect, mongo: MongoConnection): Connect =>
  ({ users, chat }) =>
    connect({
      chat,
      users: {
        ...users,
        createContext: request => ({
          ...users.createContext(request),
          async load(id: string) {
            const found = await mongo.db.collection<{ _id: string; username: string }>('people').findOne({ _id: id });
            return found === null ? null : { id, username: found.username, nickname: null };
          },
        }),
      },
    });

describe.each([
  ['in process', inProcess],
  ['over HTTP', overHttp],
])('A trace of an operation whose subgraphs run %s', (_layout, connect) => {
  let collector: TraceCollector;
  let tracing: Tracing;
  let mongo: MongoConnection;
  let graph: TestGateway;

  beforeAll(async () => {
    collector = await startTraceCollector();
    const exporter = { kind: 'otlp', url: `${collector.url}/v1/traces` } as const;
    tracing = await startTracing(
      { exporter, serviceName: 'test', sampler: 'parentbased_always_on', ratio: 1 },
      silentLogger,
    );
    mongo = await startTestMongo();
    await mongo.db.collection<{ _id: string; username: string }>('people').insertOne({ _id: 'u1', username: 'Ada' });
    graph = await startTestGateway({ connect: withMongo(connect, mongo) });
  });
  beforeEach(() => void collector.spans.splice(0));
  afterAll(async () => {
    await graph.close();
    await mongo.close();
    await tracing.close();
    await collector.close();
  });

  const collected = async (isThere: (spans: CollectedSpan[]) => boolean) => {
    const deadline = Date.now() + 5000;
    while (!isThere(collector.spans) && Date.now() < deadline) {
      // The request's span ends with its connection's last byte, a moment after the answer was read.
      await new Promise(resolve => setTimeout(resolve, 10));
      await tracing.flush();
    }
    return collector.spans;
  };
  /** `parent > child` of every span that has a parent among them, and those that have none. */
  const shapeOf = (spans: CollectedSpan[]) => {
    const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
    return spans.map(({ parentSpanId, name }) => `${names.get(parentSpanId ?? '') ?? 'outside'} > ${name}`).toSorted();
  };

  it('reaches from the client through both subgraphs down to the store', async () => {
    const query = 'query Feed($id: ID!) { conversation(id: $id) { title user { username } } }';
    const answer = await post(graph.url, query, { variables: { id: 'secret-id' }, headers: { traceparent } });
    expect(answer.data).toEqual({ conversation: { title: 'title of secret-id', user: { username: 'Ada' } } });
    const spans = await collected(found => found.some(({ name }) => name === 'query Feed'));
    expect(shapeOf(spans)).toEqual(
      [
        'outside > query Feed',
        'query Feed > prepare',
        'query Feed > fetch chat',
        'fetch chat > execute chat',
        'query Feed > fetch users',
        'fetch users > execute users',
        'execute users > find people',
      ].toSorted(),
    );
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([callerTrace]));
    const operation = spans.find(({ name }) => name === 'query Feed');
    expect(operation).toMatchObject({
      parentSpanId: callerSpan,
      kind: 2,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'Feed',
        'graphql.response.code': 'OK',
        'polyphony.request.id': answer.headers.get('x-request-id'),
      },
    });
    expect(operation?.attributes['graphql.document.hash']).toMatch(/^[0-9a-f]{64}$/);
    expect(spans.find(({ name }) => name === 'find people')?.attributes).toEqual({
      'db.system.name': 'mongodb',
      'db.operation.name': 'find',
      'db.namespace': mongo.db.databaseName,
      'db.collection.name': 'people',
    });
    expect(collector.received()).not.toContain('secret-id');
  });

  it('says what failed, and where', async () => {
    await post(graph.url, '{ conversation(id: "gone") { title } }');
    const spans = await collected(found => found.some(({ name }) => name === 'query'));
    expect(spans.find(({ name }) => name === 'execute chat')).toMatchObject({
      status: 2,
      attributes: { 'error.type': 'NOT_FOUND' },
    });
    expect(spans.find(({ name }) => name === 'query')).toMatchObject({
      attributes: { 'graphql.response.code': 'NOT_FOUND' },
    });
  });

  it('is one for each operation of a socket, with the joins of its events', async () => {
    const client = socketClient(graph.socketUrl, await graph.credentials());
    const { results, error } = await collect(
      client,
      'subscription Reply { messageStream(messageId: "1", count: 1) { ... on MessageFinished { conversation { user { username } } } } }',
    );
    await client.dispose();
    expect(error).toBeUndefined();
    expect(results).toHaveLength(2);
    const spans = await collected(found => found.some(({ name }) => name === 'subscription Reply'));
    const shape = shapeOf(spans);
    expect(shape).toContain('subscription Reply > fetch chat');
    expect(shape).toContain('fetch chat > execute chat');
    expect(shape).toContain('subscription Reply > fetch users');
    expect(shape).toContain('execute users > find people');
  });

  it('is not kept where the caller does not keep its own', async () => {
    await post(graph.url, '{ conversation(id: "c1") { user { username } } }', {
      headers: { traceparent: traceparent.replace(/01$/, '00') },
    });
    await post(graph.url, '{ conversation(id: "c2") { title } }');
    const spans = await collected(found => found.some(({ name }) => name === 'query'));
    expect(spans.some(({ traceId }) => traceId === callerTrace)).toBe(false);
  });
});
