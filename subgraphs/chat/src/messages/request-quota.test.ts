import { describe, expect, it } from '@jest/globals';
import { createRequestContext } from '@polyphony/platform/context';
import { createLocalCaller, procedure } from '@polyphony/platform/internal-calls';
import { z } from 'zod';
import { viewerNamed } from '../testing/chat-graph.ts';
import { RequestQuota } from './request-quota.ts';

describe('the quota of requests', () => {
  it('is reserved and given back also when the client leaves in the middle', async () => {
    const client = new AbortController();
    const done: string[] = [];
    const unlessLeft = (name: string) =>
      procedure(z.unknown(), async (_input, { signal }) => {
        client.abort();
        signal.throwIfAborted();
        done.push(name);
        return { remaining: 1, resetsAt: '2030-01-01T00:00:00.000Z' };
      });
    const offered = { reserveRequest: unlessLeft('reserve'), refundRequest: unlessLeft('refund') };
    const internal = createLocalCaller(new Map([['ops', offered]]));
    const viewer = viewerNamed('alice');
    const quota = new RequestQuota(internal, createRequestContext({ viewer, signal: client.signal }));
    await quota.refund(viewer, await quota.reserve(viewer));
    expect(done).toEqual(['reserve', 'refund']);
  });
});
