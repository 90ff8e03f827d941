import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { RateLimitedError } from '../errors/index.ts';
import { silentLogger } from '../logging/index.ts';
import { createHttpApp } from './create-http-app.ts';

describe('an error that ends an HTTP request', () => {
  let app: FastifyInstance;
  beforeEach(() => {
    app = createHttpApp({ log: silentLogger, bodyLimit: 100 });
    app.post('/:what', request => {
      const { what } = request.params as { what: string };
      if (what === 'limited') throw new RateLimitedError(1.2);
      if (what === 'foreign') throw Object.assign(new Error('Incorrect key: hunter2'), { statusCode: 401 });
      return {};
    });
  });
  afterEach(() => app.close());

  const answer = async (what: string, payload = '{}', type = 'application/json') => {
    const response = await app.inject({ method: 'POST', url: `/${what}`, payload, headers: { 'content-type': type } });
    const [error] = response.json<{ errors: { message: string; extensions: { code: string } }[] }>().errors;
    return {
      status: response.statusCode,
      code: error?.extensions.code,
      message: error?.message,
      headers: response.headers,
    };
  };

  it('says what was wrong with the request', async () => {
    expect(await answer('x', '{')).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(await answer('x', '{"__proto__": 1}')).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(await answer('x', 'a', 'text/plain')).toMatchObject({ status: 415, code: 'BAD_USER_INPUT' });
    expect(await answer('x', `"${'x'.repeat(200)}"`)).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
    expect(await answer('x/y')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('says when to come again', async () => {
    const { status, code, headers } = await answer('limited');
    expect([status, code, headers['retry-after']]).toEqual([429, 'RATE_LIMITED', '2']);
  });

  it('masks errors of others, also those that carry the status of another request', async () => {
    expect(await answer('foreign')).toMatchObject({ status: 500, message: 'Internal server error' });
  });
});
