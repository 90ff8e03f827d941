import { describe, expect, it } from '@jest/globals';
import { createRequestContext } from '@polyphony/platform/context';
import { createMemoryRateLimiter, type RateLimiter } from '@polyphony/platform/rate-limits';
import { testViewer } from '../testing/test-viewer.ts';
import { createClientRateLimit } from './client-rate-limit.ts';

const from = (clientAddress: string, id?: string) =>
  createRequestContext({ clientAddress, ...(id !== undefined && { viewer: testViewer({ id }) }) });

describe('The rate limit', () => {
  it('counts viewers wherever they are, and everybody else by address', async () => {
    const admit = createClientRateLimit(createMemoryRateLimiter(), 1);
    await admit(from('1.1.1.1', 'u1'));
    await admit(from('1.1.1.1', 'u2'));
    await admit(from('1.1.1.1'));
    await admit(from('2.2.2.2'));
    await expect(admit(from('3.3.3.3', 'u1'))).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(admit(from('2.2.2.2'))).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('is off at 0', async () => {
    const admit = createClientRateLimit(createMemoryRateLimiter(), 0);
    for (let i = 0; i < 100; i += 1) await admit(from('1.1.1.1'));
  });

  it('lets everybody pass while it cannot count', async () => {
    const broken = {
      consume: async () => {
        throw new Error('The store is gone.');
      },
    } as unknown as RateLimiter;
    await expect(createClientRateLimit(broken, 1)(from('1.1.1.1'))).resolves.toBeUndefined();
  });
});
