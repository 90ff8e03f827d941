import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger, type LogLevel } from '@polyphony/platform/logging';
import { collect, post, socketClient, startTestGateway, until, type TestGateway } from '../testing/index.ts';

type Line = Record<string, unknown>;

describe('The log of operations', () => {
  let graph: TestGateway;
  let lines: Line[];
  const start = async (level: LogLevel, slowOperationMs = 1000) => {
    lines = [];
    const log = createLogger({ level, destination: { write: text => void lines.push(JSON.parse(text) as Line) } });
    graph = await startTestGateway({ more: { log }, settings: { slowOperationMs } });
  };
  const operations = () => lines.filter(({ msg }) => /^(Operation|Slow operation)/.test(String(msg)));
  afterEach(() => graph.close());

  it('has a line for every operation that failed, with the id that the client got', async () => {
    await start('info');
    const credentials = await graph.credentials({ id: 'u1' });
    await post(graph.url, '{ me { id } }', { headers: credentials });
    const failed = await post(graph.url, 'query Gone($id: ID!) { conversation(id: $id) { title } }', {
      variables: { id: 'gone' },
      headers: credentials,
    });
    const refused = await post(graph.url, '{ nothing }');
    expect(operations()).toMatchObject([
      {
        level: 30,
        requestId: failed.headers.get('x-request-id'),
        viewerId: 'u1',
        operation: 'Gone',
        type: 'query',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        transport: 'http',
        code: 'NOT_FOUND',
        errors: 1,
        durationMs: expect.any(Number),
        fetches: 1,
        msg: 'Operation',
      },
      {
        requestId: refused.headers.get('x-request-id'),
        code: 'GRAPHQL_VALIDATION_FAILED',
        msg: 'Operation refused',
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain('"gone"');
  });

  it('has a line for every operation where details are wanted, with its fetches', async () => {
    await start('debug');
    const client = socketClient(graph.socketUrl, await graph.credentials());
    await post(graph.url, 'query Title { conversation(id: "1") { user { username } } }');
    await collect(
      client,
      'subscription Reply { messageStream(messageId: "1", count: 2) { ... on MessageFinished { conversation { user { username } } } } }',
    );
    await client.dispose();
    expect(operations()).toMatchObject([
      { operation: 'Title', code: 'OK', fetches: 2, level: 20 },
      { operation: 'Reply', type: 'subscription', transport: 'websocket', code: 'OK', events: 3, fetches: 1 },
    ]);
  });

  it('has a line for every slow operation', async () => {
    await start('info', 0);
    await post(graph.url, '{ conversation(id: "1") { title } }');
    expect(operations()).toMatchObject([{ msg: 'Slow operation', code: 'OK', level: 30 }]);
  });

  it('names each operation of a socket by an id of its own, which its masked errors carry', async () => {
    await start('info');
    const client = socketClient(graph.socketUrl, await graph.credentials());
    const ids: unknown[] = [];
    for (let round = 0; round < 2; round += 1) {
      const { results } = await collect(client, '{ crash }');
      ids.push((results[0] as { errors: [{ extensions: Line }] }).errors[0].extensions['requestId']);
    }
    await client.dispose();
    await until(() => operations().length === 2);
    expect(operations().map(({ requestId }) => requestId)).toEqual(ids);
    expect(new Set(ids).size).toBe(2);
  });
});
