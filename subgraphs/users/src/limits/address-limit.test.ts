import { afterAll, describe, expect, it } from '@jest/globals';
import { createMemoryRateLimiter } from '@polyphony/platform/rate-limits';
import { limitAddress, networkOf } from './address-limit.ts';

describe('limits by client address', () => {
  const rateLimiter = createMemoryRateLimiter();
  afterAll(() => rateLimiter.close());
  const act = (address: string | undefined, action = 'login') =>
    limitAddress(rateLimiter, { action, address, limit: { limit: 2, windowSeconds: 60 } });

  it('counts each action of each address by itself, and says when to come again', async () => {
    await act('192.0.2.1');
    await act('192.0.2.1');
    await expect(act('192.0.2.1')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      extensions: { retryAfterSeconds: expect.any(Number) },
    });
    await expect(act('192.0.2.1', 'register')).resolves.toBeUndefined();
    await expect(act('192.0.2.2')).resolves.toBeUndefined();
  });

  it('does not count what has no address', async () => {
    for (let round = 0; round < 5; round += 1) await expect(act(undefined)).resolves.toBeUndefined();
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('takes %s for a client of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
