import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { createRequestContext, type RequestContext } from '@polyphony/platform/context';
import { CancelledError } from '@polyphony/platform/errors';
import { createIdentitySigner } from '@polyphony/platform/identity';
import type { SubgraphTextRequest } from '@polyphony/platform/subgraph';
import { createScriptedServer, type ScriptedServer } from '../testing/scripted-server.ts';
import { testViewer } from '../testing/test-viewer.ts';
import { until } from '../testing/until.ts';
import type { RemoteSubgraphSettings } from './remote-subgraph.settings.ts';
import { createRemoteSubgraph, type RemoteSubgraph } from './remote-subgraph.ts';

const signer = createIdentitySigner([{ id: 'k', secret: new Uint8Array(32).fill(1) }]);
const contextOf = (known: Partial<RequestContext> = {}) => createRequestContext({ viewer: testViewer(), ...known });
const query = (text = '{ a }'): SubgraphTextRequest => ({
  body: JSON.stringify({ query: text }),
  operationType: 'query',
});
const mutation: SubgraphTextRequest = { body: '{"query":"mutation { a }"}', operationType: 'mutation' };

describe('Fetches from one subgraph', () => {
  let server: ScriptedServer;
  let remote: RemoteSubgraph;
  /** Requests that wait for their answer. */
  let waiting: ServerResponse[];
  const answerAll = () => {
    for (const response of waiting.splice(0)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(`{"data":{"n":${server.bodies.length}}}`);
    }
  };
  const connect = (settings: Partial<RemoteSubgraphSettings> = {}) =>
    createRemoteSubgraph({ name: 'chat', url: server.url, signer, settings });
  const arrived = (count: number) => until(() => server.bodies.length === count);
  beforeEach(async () => {
    server = await createScriptedServer();
    waiting = [];
    server.answer = (_request, response) => waiting.push(response);
    remote = connect();
  });
  afterEach(async () => {
    await server.close();
    await remote.close();
  });

  it('that ask the same for the same viewer while it is on its way are one, whatever their request ids', async () => {
    const answers = Array.from({ length: 20 }, () => remote.executeText(query(), contextOf()));
    await arrived(1);
    answerAll();
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['{"data":{"n":1}}']));
    expect(server.bodies).toHaveLength(1);
    expect(remote.status.counts).toMatchObject({ asked: 20, shared: 19 });
  });

  it('are not shared when the earlier one has been answered', async () => {
    for (const count of [1, 2]) {
      const answer = remote.executeText(query(), contextOf());
      await arrived(count);
      answerAll();
      expect(await answer).toBe(`{"data":{"n":${count}}}`);
    }
  });

  it.each([
    ['the viewer', { viewer: testViewer({ id: 'other' }) }],
    ['what the viewer may do', { viewer: testViewer({ role: 'ADMIN' }) }],
    ['nobody being logged in', { viewer: null }],
    ['the address', { clientAddress: '10.0.0.2' }],
    ['the user agent', { userAgent: 'curl' }],
  ])('are not shared when they differ in %s', async (_what, known) => {
    const answers = [remote.executeText(query(), contextOf()), remote.executeText(query(), contextOf(known))];
    await arrived(2);
    answerAll();
    await Promise.all(answers);
    expect(remote.status.counts.shared).toBe(0);
  });

  it('are not shared when they ask something else, or are mutations, or sharing is off', async () => {
    const alone = connect({ deduplication: false });
    const answers = [
      remote.executeText(query(), contextOf()),
      remote.executeText(query('{ b }'), contextOf()),
      alone.executeText(query(), contextOf()),
      alone.executeText(query(), contextOf()),
      remote.executeText(mutation, contextOf()),
      remote.executeText(mutation, contextOf()),
    ];
    await arrived(6);
    answerAll();
    await Promise.all(answers);
    await alone.close();
  });

  it('do not answer who asks after a mutation with what was read before it', async () => {
    const before = remote.executeText(query(), contextOf());
    await arrived(1);
    const [early] = waiting.splice(0);
    const changing = remote.executeText(mutation, contextOf());
    await arrived(2);
    answerAll();
    await changing;
    const after = remote.executeText(query(), contextOf());
    await arrived(3);
    early?.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"old":true}}');
    expect(await before).toBe('{"data":{"old":true}}');
    answerAll();
    expect(await after).toBe('{"data":{"n":3}}');
  });

  it('do not answer who asks about an event with what was asked for before it came', async () => {
    const earlier = remote.executeText(query(), contextOf());
    await arrived(1);
    const event = () => contextOf({ freshAfter: performance.now() });
    const first = event();
    const [one, other] = [remote.executeText(query(), first), remote.executeText(query(), first)];
    await arrived(2);
    const next = remote.executeText(query(), event());
    const late = remote.executeText(query(), contextOf());
    await arrived(3);
    for (const [index, response] of waiting.splice(0).entries()) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(`{"data":{"n":${index}}}`);
    }
    const answers = [earlier, one, other, next, late];
    expect(await Promise.all(answers)).toEqual([0, 1, 1, 2, 2].map(n => `{"data":{"n":${n}}}`));
    expect(server.bodies).toHaveLength(3);
  });

  it('go on for the others when one of them leaves', async () => {
    const leaving = new AbortController();
    const left = remote.executeText(query(), contextOf({ signal: leaving.signal }));
    const staying = remote.executeText(query(), contextOf());
    await arrived(1);
    leaving.abort(new CancelledError());
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    answerAll();
    expect(await staying).toBe('{"data":{"n":1}}');
  });

  it('are cancelled when the last one leaves, and joined by nobody after that', async () => {
    let closed = 0;
    server.answer = (_request, response) => {
      waiting.push(response);
      response.on('close', () => (closed += 1));
    };
    const leaving = [new AbortController(), new AbortController()];
    const left = leaving.map(({ signal }) => remote.executeText(query(), contextOf({ signal })));
    await arrived(1);
    for (const controller of leaving) controller.abort(new CancelledError());
    const next = remote.executeText(query(), contextOf());
    for (const answer of left) await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
    await until(() => closed === 1);
    await arrived(2);
    answerAll();
    expect(await next).toBe('{"data":{"n":2}}');
  });

  it('that fail, fail for all who share them', async () => {
    server.answer = (_request, response) => response.writeHead(400).end();
    const answers = [1, 2, 3].map(() => remote.executeText(query(), contextOf()));
    for (const { status } of await Promise.allSettled(answers)) expect(status).toBe('rejected');
    expect(server.bodies).toHaveLength(1);
  });

  it('wait for their turn beyond a number, and fail at once beyond another', async () => {
    await remote.close();
    remote = connect({ concurrency: 2, maxWaiting: 3, retries: 0 });
    const answers = Array.from({ length: 7 }, (_, index) => remote.executeText(query(`{ a${index} }`), contextOf()));
    const outcomes = Promise.allSettled(answers);
    await arrived(2);
    expect(remote.status).toMatchObject({ running: 2, waiting: 3, counts: { refusedByBulkhead: 2 } });
    for (const answer of answers.slice(5)) {
      await expect(answer).rejects.toMatchObject({ code: 'DOWNSTREAM_SERVICE_ERROR' });
    }
    server.answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{}}');
    answerAll();
    expect((await outcomes).filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(remote.status).toMatchObject({ running: 0, waiting: 0 });
  });

  it('that leave while they wait for their turn make room for others', async () => {
    await remote.close();
    remote = connect({ concurrency: 1, maxWaiting: 1 });
    const first = remote.executeText(query('{ a }'), contextOf());
    const leaving = new AbortController();
    const second = remote.executeText(query('{ b }'), contextOf({ signal: leaving.signal }));
    leaving.abort(new CancelledError());
    await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    const third = remote.executeText(query('{ c }'), contextOf());
    await arrived(1);
    answerAll();
    await first;
    await arrived(2);
    answerAll();
    expect(await third).toBe('{"data":{"n":2}}');
    expect(server.bodies).toEqual(['{"query":"{ a }"}', '{"query":"{ c }"}']);
  });
});
