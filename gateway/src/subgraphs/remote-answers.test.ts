import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestListener, ServerResponse } from 'node:http';
import { createRequestContext } from '@polyphony/platform/context';
import { CancelledError } from '@polyphony/platform/errors';
import { createIdentitySigner, identityHeader } from '@polyphony/platform/identity';
import { createScriptedServer, json, type ScriptedServer } from '../testing/scripted-server.ts';
import { testViewer } from '../testing/test-viewer.ts';
import { until } from '../testing/until.ts';
import { createRemoteConnection } from './remote-connection.ts';
import { createRemoteSubgraph, type RemoteSubgraph } from './remote-subgraph.ts';

const signer = createIdentitySigner([{ id: 'k', secret: new Uint8Array(32).fill(1) }]);
const context = createRequestContext({ viewer: testViewer(), clientAddress: '10.0.0.1' });
const query = { body: '{"query":"{ __typename }"}', operationType: 'query' } as const;
const asJson = { 'content-type': 'application/json' };

describe('The answer of a remote subgraph', () => {
  let server: ScriptedServer;
  let remote: RemoteSubgraph;
  beforeEach(async () => {
    server = await createScriptedServer();
    remote = createRemoteSubgraph({ name: 'chat', url: server.url, signer, settings: { retries: 0 } });
  });
  afterEach(async () => {
    await server.close();
    await remote.close();
  });

  it('is given as the text that was sent, its bytes as characters', async () => {
    const text = ' {"data":{"name":"Žluťoučký 🐎"}}\n';
    server.answer = json(text);
    const answer = await remote.executeText(query, context);
    expect(Buffer.from(answer, 'latin1').toString('utf8')).toBe(text);
  });

  it('is given whole however its bytes are cut', async () => {
    const text = `{"data":{"horse":"${'🐎é'.repeat(20)}"}}`;
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/graphql-response+json; charset=utf-8' });
      sendByteByByte(response, Buffer.from(text));
    };
    const answer = await remote.executeText(query, context);
    expect(Buffer.from(answer, 'latin1').toString('utf8')).toBe(text);
  });

  it('may be large', async () => {
    const text = JSON.stringify({ data: { text: 'é'.repeat(4_000_000) } });
    server.answer = json(text);
    const answer = await remote.executeText(query, context);
    expect(answer.length).toBe(Buffer.byteLength(text));
    expect(Buffer.from(answer, 'latin1').toString('utf8') === text).toBe(true);
  });

  it('is an error when it is larger than the gateway reads', async () => {
    server.answer = json(JSON.stringify({ data: 'x'.repeat(20_000) }));
    const connection = createRemoteConnection({ url: server.url, connections: 1, maxAnswer: 10_000 });
    const sent = connection.send(query.body, { token: 't', requestId: 'r' }, context.signal);
    await expect(sent).rejects.toMatchObject({ name: 'FetchFailure', isRetryable: false, isOutage: false });
    await connection.close();
  });

  it('takes the request as it was written, with who asks and the request id', async () => {
    let headers: NodeJS.Dict<string | string[]> = {};
    server.answer = (request, response) => {
      ({ headers } = request);
      json('{"data":{}}')(request, response);
    };
    const body = '{"query":"{ horse(name: \\"Žofie 🐎\\") }"}';
    await remote.executeText({ body: Buffer.from(body).toString('latin1'), operationType: 'query' }, context);
    expect(server.bodies).toEqual([body]);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-request-id': context.requestId });
    await expect(signer.verify(String(headers[identityHeader]))).resolves.toEqual({
      caller: 'gateway',
      viewer: testViewer(),
      clientAddress: '10.0.0.1',
    });
  });

  it.each([
    [
      'another content type',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('{"data":{}}'),
    ],
    ['no content type', (_, response) => response.end('{"data":{}}')],
    [
      'an encoding',
      (_, response) => response.writeHead(200, { ...asJson, 'content-encoding': 'br' }).end('{"data":{}}'),
    ],
    ['an empty body', (_, response) => response.writeHead(200, asJson).end()],
    ['no JSON object', (_, response) => response.writeHead(200, asJson).end('[1]')],
    ['JSON cut short', (_, response) => response.writeHead(200, asJson).end('{"data":{"a":[1')],
    ['another status', (_, response) => response.writeHead(500, asJson).end('{"data":{}}')],
    ['a long text of another status', (_, response) => response.writeHead(404).end('nothing '.repeat(10_000))],
    [
      'a connection that breaks before the answer is complete',
      (_, response) => {
        response.writeHead(200, { ...asJson, 'content-length': 99 }).write('{"data":{}');
        setTimeout(() => response.destroy(), 20);
      },
    ],
    ['a connection that breaks at once', (_, response) => response.destroy()],
    ['what is no HTTP', request => request.socket.end('hello\r\n\r\n')],
  ] satisfies [string, RequestListener][])('is DOWNSTREAM_SERVICE_ERROR after %s', async (_what, listener) => {
    server.answer = listener;
    await expect(remote.executeText(query, context)).rejects.toMatchObject({
      message: 'The service "chat" is not available.',
      code: 'DOWNSTREAM_SERVICE_ERROR',
      extensions: { service: 'chat' },
    });
  });

  it.each([
    ['malformed JSON', '{"data":{"a":}}'],
    ['JSON that is no result', '{"hello":1}'],
    ['data that is no object', '{"data":[1]}'],
    ['errors without a message', '{"errors":[{}]}'],
  ])('is an error beside null data, for who asked for values, after %s', async (_what, text) => {
    server.answer = json(text);
    expect(await remote.execute({ query: '{ __typename }' }, context)).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'chat' } }],
    });
  });

  it.each([
    ['before anything is answered', () => undefined],
    ['in the middle of the answer', (_, response) => response.writeHead(200, asJson).write('{"data"')],
  ] satisfies [string, RequestListener][])('is GATEWAY_TIMEOUT after silence %s', async (_what, listener) => {
    let closed = false;
    server.answer = (request, response) => {
      response.on('close', () => (closed = true));
      listener(request, response);
    };
    const impatient = createRemoteSubgraph({ name: 'chat', url: server.url, signer, settings: { timeoutMs: 100 } });
    await expect(impatient.executeText(query, context)).rejects.toMatchObject({ code: 'GATEWAY_TIMEOUT' });
    await impatient.close();
    await until(() => closed);
  });

  it('can have a deadline of its own by the name of the subgraph', async () => {
    server.answer = () => undefined;
    const settings = { timeoutMs: 60_000, timeoutsMs: { chat: 30 } };
    const impatient = createRemoteSubgraph({ name: 'chat', url: server.url, signer, settings });
    await expect(impatient.executeText(query, context)).rejects.toMatchObject({ code: 'GATEWAY_TIMEOUT' });
    await impatient.close();
  });

  it('is what the request was aborted with, and the subgraph hears of it', async () => {
    let closed = false;
    server.answer = (_request, response) => response.on('close', () => (closed = true));
    const leaving = new AbortController();
    const answer = remote.executeText(query, { ...context, signal: leaving.signal });
    await until(() => server.bodies.length === 1);
    leaving.abort(new CancelledError());
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
    await until(() => closed);
  });

  it('is not even asked for when the request was aborted before', async () => {
    const signal = AbortSignal.abort(new CancelledError());
    await expect(remote.executeText(query, { ...context, signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(server.bodies).toEqual([]);
  });
});

function sendByteByByte(response: ServerResponse, bytes: Buffer): void {
  const [first, rest] = [bytes.subarray(0, 1), bytes.subarray(1)];
  if (first.length === 0) return void response.end();
  response.write(first, () => setImmediate(sendByteByByte, response, rest));
}
