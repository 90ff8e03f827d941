import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { silentLogger } from '@polyphony/platform/logging';
import { until } from '../testing/until.ts';
import type { StartedSource } from './supergraph-source.ts';
import { uplinkSource } from './uplink.source.ts';

/** Speaks Uplink's protocol: `routerConfig(ref, apiKey, ifAfterId)`. */
describe('Apollo Uplink', () => {
  let server: Server;
  let endpoint: string;
  let started: StartedSource | undefined;
  let isSilent = false;
  /** Answers that are being held back. */
  const held: (() => void)[] = [];
  let published = { id: '1', supergraphSdl: 'one' };
  const asked: { query: string; variables: Record<string, unknown> }[] = [];
  const offers: string[] = [];
  beforeEach(async () => {
    published = { id: '1', supergraphSdl: 'one' };
    const answer = (body: (typeof asked)[number]) => {
      asked.push(body);
      const { apiKey, ifAfterId } = body.variables;
      const routerConfig =
        apiKey !== 'service:graph:key'
          ? { __typename: 'FetchError', code: 'AUTHENTICATION_FAILED', message: 'Who are you?' }
          : ifAfterId === published.id
            ? { __typename: 'Unchanged' }
            : { __typename: 'RouterConfigResult', ...published, minDelaySeconds: 0.02 };
      return JSON.stringify({ data: { routerConfig } });
    };
    server = createServer((request, response) => {
      const take = (body: string) => {
        const answered = answer(JSON.parse(body) as (typeof asked)[number]);
        if (isSilent) held.push(() => response.end(answered));
        else response.end(answered);
      };
      void text(request).then(take);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    await started?.stop();
    server.closeAllConnections();
    server.close();
  });

  const createSource = () =>
    uplinkSource({ apiKey: 'service:graph:key', graphRef: 'graph@current', endpoints: [endpoint], log: silentLogger });

  it('gives the supergraph of the variant, and each that is published later', async () => {
    const source = createSource();
    started = await source.start(sdl => void offers.push(sdl));
    expect(started.supergraphSdl).toBe('one');
    expect(asked[0]?.variables).toMatchObject({ ref: 'graph@current', ifAfterId: null });
    await until(() => asked.length > 2);
    expect(offers).toEqual([]);
    published = { id: '2', supergraphSdl: 'two' };
    await until(() => offers.length > 0);
    expect(offers).toEqual(['two']);
    expect(source.description).not.toContain('key');
  });

  it('does not hold up who stops while it is silent', async () => {
    started = await createSource().start(() => undefined);
    isSilent = true;
    await until(() => held.length > 0);
    await started.stop();
    isSilent = false;
    held[0]?.();
  });
});
