import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@polyphony/platform/logging';
import { until } from '../testing/until.ts';
import type { StartedSource } from './supergraph-source.ts';
import { urlSource, type UrlSourceOptions } from './url.source.ts';

describe('A supergraph at an address', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;
  let started: StartedSource | undefined;
  const requests: IncomingMessage[] = [];
  const offers: string[] = [];
  const start = async (options: Partial<UrlSourceOptions> = {}) => {
    const source = urlSource({ url, pollMs: 10, log: silentLogger, attempts: 1, ...options });
    started = await source.start(sdl => void offers.push(sdl));
    return started;
  };
  const answerText =
    (text: string, etag?: string): RequestListener =>
    (_request, response) =>
      response.writeHead(200, etag === undefined ? {} : { etag }).end(text);
  beforeEach(async () => {
    requests.length = 0;
    offers.length = 0;
    answer = answerText('one');
    server = createServer((request, response) => {
      requests.push(request);
      answer(request, response);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/supergraph?key=secret`;
  });
  afterEach(async () => {
    await started?.stop();
    started = undefined;
    server.closeAllConnections();
    server.close();
  });

  it('is offered when it changes, and only then', async () => {
    expect((await start()).supergraphSdl).toBe('one');
    await until(() => requests.length > 3);
    expect(offers).toEqual([]);
    answer = answerText('two');
    await until(() => offers.length > 0);
    expect(offers).toEqual(['two']);
  });

  it('is asked for by its tag, with the token, and not sent again', async () => {
    answer = (request, response) => {
      if (request.headers['if-none-match'] === '"1"') return response.writeHead(304).end();
      return answerText('one', '"1"')(request, response);
    };
    await start({ token: 'known' });
    await until(() => requests.length > 3);
    expect(requests.map(({ headers }) => headers['if-none-match']).slice(0, 3)).toEqual([undefined, '"1"', '"1"']);
    expect(new Set(requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer known']));
    expect(offers).toEqual([]);
  });

  it('stays as it is while the address fails, asking more and more rarely, and is followed again afterwards', async () => {
    await start();
    answer = (_request, response) => response.writeHead(500).end('broken');
    const before = requests.length;
    await until(() => requests.length > before + 2);
    expect(offers).toEqual([]);
    answer = (_request, response) => response.destroy();
    const later = requests.length;
    await until(() => requests.length > later);
    answer = answerText('two');
    await until(() => offers.length === 1);
  });

  it('is not looked for where the address redirects to', async () => {
    answer = (request, response) =>
      request.url === '/elsewhere' ? response.end('other') : response.writeHead(302, { location: '/elsewhere' }).end();
    await expect(start()).rejects.toThrow(/redirects to \/elsewhere, which is not followed/);
    expect(requests.map(request => request.url)).toEqual(['/supergraph?key=secret']);
  });

  it('must come in time and not be huge; the reason never repeats what is secret in the address', async () => {
    answer = () => undefined;
    await expect(start({ timeoutMs: 50 })).rejects.toThrow(/no supergraph at http:\/\/127\.0\.0\.1:\d+\/supergraph:/);
    answer = (_request, response) => {
      const part = Buffer.alloc(1024 * 1024, 32);
      const more = () => {
        while (!response.destroyed && response.write(part));
        response.once('drain', more);
      };
      more();
    };
    await expect(start()).rejects.toThrow('larger than');
  });

  it('is tried for again at the start', async () => {
    answer = (_request, response) => {
      answer = answerText('late');
      response.writeHead(503).end();
    };
    expect((await start({ attempts: 2 })).supergraphSdl).toBe('late');
  });

  it('is asked for no more once stopped', async () => {
    await (await start()).stop();
    const before = requests.length;
    await new Promise(resolve => setTimeout(resolve, 60));
    expect(requests.length).toBe(before);
  });
});
