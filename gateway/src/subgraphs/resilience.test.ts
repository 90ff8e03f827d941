import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { createRequestContext } from '@polyphony/platform/context';
import { createIdentitySigner } from '@polyphony/platform/identity';
import { freePort } from '@polyphony/platform/testing';
import { createScriptedServer, json, status, type ScriptedServer } from '../testing/scripted-server.ts';
import { until } from '../testing/until.ts';
import type { CircuitStateName } from './circuit.ts';
import type { RemoteSubgraphSettings } from './remote-subgraph.settings.ts';
import { createRemoteSubgraph, type RemoteSubgraph } from './remote-subgraph.ts';

const signer = createIdentitySigner([{ id: 'k', secret: new Uint8Array(32).fill(1) }]);
const context = createRequestContext();
const query = { body: '{"query":"{ a }"}', operationType: 'query' } as const;
const mutation = { body: '{"query":"mutation { a }"}', operationType: 'mutation' } as const;
const ok = json('{"data":{}}');
const reset: RequestListener = (_request, response) => response.destroy();

describe('A remote subgraph in trouble', () => {
  let server: ScriptedServer;
  const remotes: RemoteSubgraph[] = [];
  const connect = (settings: Partial<RemoteSubgraphSettings> = {}, url = server.url) => {
    const remote = createRemoteSubgraph({ name: 'chat', url, signer, settings: { deduplication: false, ...settings } });
    remotes.push(remote);
    return remote;
  };
  /** Answers the first requests with these, the rest well. */
  const answerFirst = (...first: RequestListener[]) => {
    server.answer = (request, response) => (first.shift() ?? ok)(request, response);
  };
  const codeOf = (answer: Promise<string>) =>
    answer.then(
      () => 'OK',
      (error: unknown) => (error as { code: string }).code,
    );
  beforeEach(async () => {
    server = await createScriptedServer();
  });
  afterEach(async () => {
    await server.close();
    await Promise.all(remotes.splice(0).map(remote => remote.close()));
  });

  it.each([
    ['502', status(502)],
    ['503', status(503)],
    ['504', status(504)],
    ['a broken connection', reset],
  ])('is asked again for a query after %s', async (_what, failure) => {
    answerFirst(failure, failure);
    const remote = connect();
    expect(await remote.executeText(query, context)).toBe('{"data":{}}');
    expect(server.bodies).toHaveLength(3);
    expect(remote.status.counts).toMatchObject({ asked: 1, retries: 2 });
  });

  it('is asked again when nobody listened at first', async () => {
    const port = await freePort();
    const remote = connect({ retries: 0 }, `http://127.0.0.1:${port}`);
    expect(await codeOf(remote.executeText(query, context))).toBe('DOWNSTREAM_SERVICE_ERROR');
    const stubborn = connect({ retries: 2 }, `http://127.0.0.1:${port}`);
    expect(await codeOf(stubborn.executeText(query, context))).toBe('DOWNSTREAM_SERVICE_ERROR');
    expect(stubborn.status.counts.retries).toBe(2);
  });

  it.each([
    ['a mutation', mutation, reset, {}],
    ['a refusal', query, status(400), {}],
    ['an internal error', query, status(500), {}],
    ['an answer that is no result', query, json('"no"'), {}],
    ['its deadline', query, () => undefined, { timeoutMs: 30 }],
    ['a failure where retries are off', query, reset, { retries: 0 }],
  ] satisfies [string, typeof query | typeof mutation, RequestListener, Partial<RemoteSubgraphSettings>][])(
    'is not asked again after %s',
    async (_what, request, failure, settings) => {
      server.answer = failure;
      const remote = connect(settings);
      expect(await codeOf(remote.executeText(request, context))).not.toBe('OK');
      expect(server.bodies).toHaveLength(1);
    },
  );

  it('is not asked again once the deadline has passed while waiting to do so', async () => {
    server.answer = reset;
    const remote = connect({ timeoutMs: 40, retries: 1000, retryBudgetPercent: 100 });
    expect(await codeOf(remote.executeText(query, context))).toBe('GATEWAY_TIMEOUT');
    const { length } = server.bodies;
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(server.bodies).toHaveLength(length);
  });

  it('gets retries for a share of what it is asked only', async () => {
    server.answer = reset;
    const remote = connect({ circuitPercent: 0, retryBudgetPercent: 10, retries: 1 });
    await Promise.all(Array.from({ length: 100 }, () => codeOf(remote.executeText(query, context))));
    // Ten that were saved up, and a tenth of what was asked.
    const { retries, retriesRefused } = remote.status.counts;
    expect(retries).toBeGreaterThanOrEqual(10);
    expect(retries).toBeLessThanOrEqual(20);
    expect(retries + retriesRefused).toBe(100);
    expect(server.bodies).toHaveLength(100 + retries);
  });

  describe('whose circuit', () => {
    const changes: CircuitStateName[] = [];
    let remote: RemoteSubgraph;
    beforeEach(() => {
      changes.length = 0;
      remote = connect({ retries: 0, timeoutMs: 1000 });
      remote.onCircuitChange(state => changes.push(state));
    });
    const ask = (count: number) =>
      Promise.all(Array.from({ length: count }, () => codeOf(remote.executeText(query, context))));

    it('opened is not asked at all, is tried with one fetch, and is used again when that succeeds', async () => {
      server.answer = status(500);
      await ask(20);
      expect(changes).toEqual(['open']);
      const { length } = server.bodies;
      expect(new Set(await ask(5))).toEqual(new Set(['DOWNSTREAM_SERVICE_ERROR']));
      expect(server.bodies).toHaveLength(length);
      expect(remote.status).toMatchObject({ circuit: 'open', counts: { refusedByCircuit: 5 } });
      // The probe takes its time; others are refused meanwhile.
      let finishProbe = () => {};
      server.answer = (request, response) => {
        finishProbe = () => ok(request, response);
      };
      let probe = Promise.resolve('');
      await until(() => {
        if (remote.status.circuit === 'open') probe = codeOf(remote.executeText(query, context));
        return server.bodies.length > length;
      });
      expect(remote.status.circuit).toBe('half-open');
      expect(await ask(3)).toEqual(Array(3).fill('DOWNSTREAM_SERVICE_ERROR'));
      finishProbe();
      expect(await probe).toBe('OK');
      server.answer = ok;
      expect(await ask(3)).toEqual(['OK', 'OK', 'OK']);
      expect(changes).toEqual(['open', 'half-open', 'closed']);
      expect(server.bodies).toHaveLength(length + 4);
    });

    it.each([
      ['fails', status(503)],
      ['is given up by its client', () => undefined],
    ] satisfies [string, RequestListener][])('opened stays open when the probe %s', async (_what, listener) => {
      server.answer = status(500);
      await ask(20);
      const { length } = server.bodies;
      server.answer = listener;
      const leaving = new AbortController();
      await until(() => {
        if (remote.status.circuit === 'open' && server.bodies.length === length) {
          void codeOf(remote.executeText(query, { ...context, signal: leaving.signal }));
        }
        return server.bodies.length > length;
      });
      leaving.abort();
      await until(() => changes.length === 3);
      expect(changes).toEqual(['open', 'half-open', 'open']);
    });

    it('counts timeouts, but neither refusals nor clients who leave', async () => {
      server.answer = status(400);
      await ask(30);
      server.answer = () => undefined;
      const leaving = new AbortController();
      const left = Array.from({ length: 30 }, () =>
        codeOf(remote.executeText(query, { ...context, signal: leaving.signal })),
      );
      leaving.abort();
      expect(new Set(await Promise.all(left))).toEqual(new Set(['CANCELLED']));
      expect(changes).toEqual([]);
      const slow = connect({ retries: 0, timeoutMs: 20 });
      await Promise.all(Array.from({ length: 20 }, () => codeOf(slow.executeText(query, context))));
      expect(slow.status.circuit).toBe('open');
    });

    it('stays closed while most fetches succeed', async () => {
      let count = 0;
      server.answer = (request, response) => (count++ % 3 === 2 ? status(500) : ok)(request, response);
      await ask(60);
      expect(changes).toEqual([]);
    });
  });
});
