import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clientSignal } from './request-signal.ts';

describe("A client's signal", () => {
  let got: PromiseWithResolvers<ServerResponse>;
  let server: ReturnType<typeof createServer>;
  beforeEach(async () => {
    got = Promise.withResolvers();
    server = createServer((_request, response) => got.resolve(response));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const ask = () => {
    const { port } = server.address() as AddressInfo;
    return request({ port, host: '127.0.0.1' })
      .on('error', () => undefined)
      .end();
  };
  const closed = (response: ServerResponse) => new Promise(resolve => response.once('close', resolve));

  it('aborts when the client leaves', async () => {
    const asked = ask();
    const response = await got.promise;
    const signal = clientSignal(response);
    expect(signal.aborted).toBe(false);
    asked.destroy();
    await closed(response);
    expect(signal.reason).toMatchObject({ code: 'CANCELLED' });
  });

  it('is aborted from the start when the client has left already', async () => {
    const asked = ask();
    const response = await got.promise;
    asked.destroy();
    await closed(response);
    expect(clientSignal(response).reason).toMatchObject({ code: 'CANCELLED' });
  });

  it('stays quiet when the client got its answer', async () => {
    ask();
    const response = await got.promise;
    const signal = clientSignal(response);
    response.end('done');
    await closed(response);
    expect(signal.aborted).toBe(false);
  });
});
