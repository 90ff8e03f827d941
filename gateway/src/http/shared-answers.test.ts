import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { createRequestContext } from '@polyphony/platform/context';
import { createSharedAnswers, requestKey } from './shared-answers.ts';

describe('Shared answers', () => {
  const start = () => {
    const answers = createSharedAnswers<string>();
    const work = Promise.withResolvers<string>();
    const executed: AbortController[] = [];
    const first = new AbortController();
    const answer = answers.start('k', first.signal, controller => {
      executed.push(controller);
      return work.promise;
    });
    return { answers, work, executed, first, answer };
  };

  it('are shared while they are worked on, and not after', async () => {
    const { answers, work, answer } = start();
    const joined = answers.join('k', new AbortController().signal);
    expect(answers.join('other', new AbortController().signal)).toBeUndefined();
    work.resolve('done');
    expect(await Promise.all([answer, joined])).toEqual(['done', 'done']);
    expect(answers.join('k', new AbortController().signal)).toBeUndefined();
  });

  it('go on while anybody waits, and are cancelled when nobody does', async () => {
    const { answers, work, executed, first, answer } = start();
    const second = new AbortController();
    const joined = answers.join('k', second.signal);
    first.abort();
    expect(executed[0]!.signal.aborted).toBe(false);
    second.abort();
    expect(executed[0]!.signal.reason).toMatchObject({ code: 'CANCELLED' });
    // Whoever comes now is not given what was cancelled.
    expect(answers.join('k', new AbortController().signal)).toBeUndefined();
    work.resolve('cancelled');
    await Promise.all([answer, joined]);
  });

  it('fail for all who wait', async () => {
    const { answers, work, answer } = start();
    const joined = answers.join('k', new AbortController().signal);
    work.reject(new Error('broken'));
    await expect(answer).rejects.toThrow('broken');
    await expect(joined).rejects.toThrow('broken');
    expect(answers.join('k', new AbortController().signal)).toBeUndefined();
  });

  it('are told apart by all that an answer depends on', () => {
    const base = { method: 'POST', url: '/graphql', body: '{"query":"{ a }"}', headers: { 'x-request-id': 'r1' } };
    const key = (changed: object, headers: object = {}, clientAddress = '1.1.1.1') =>
      requestKey(
        { ...base, ...changed, headers: { ...base.headers, ...headers } } as unknown as FastifyRequest,
        createRequestContext({ clientAddress }),
        ['x-graphql-cost'],
      );
    const keys = [
      key({}),
      key({ body: '{"query":"{ a  }"}' }),
      key({ method: 'GET', url: '/graphql?query={a}' }),
      key({}, { authorization: 'Bearer a' }),
      key({}, { 'x-api-key': 'a' }),
      key({}, { apikey: 'a' }),
      key({}, { accept: 'application/graphql-response+json' }),
      key({}, { 'user-agent': 'tester' }),
      key({}, { 'x-graphql-cost': '1' }),
      key({}, {}, '2.2.2.2'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(key({}, { 'x-request-id': 'r2', traceparent: 't' })).toBe(key({}));
  });
});
