import { describe, expect, it } from '@jest/globals';
import { createRequestContext } from '@polyphony/platform/context';
import { UnauthenticatedError } from '@polyphony/platform/errors';
import { silentLogger } from '@polyphony/platform/logging';
import { createMemoryRateLimiter } from '@polyphony/platform/rate-limits';
import { testViewer } from '../testing/test-viewer.ts';
import { createClientLimits } from './client-limits.ts';

const off = { rateLimitPerMinute: 0, rateLimitPerMinuteAndAddress: 0, failedAuthenticationsPerMinute: 0 };
const limitsOf = (rates: Partial<typeof off>) =>
  createClientLimits({ limiter: createMemoryRateLimiter(), rates: { ...off, ...rates }, log: silentLogger });
const from = (clientAddress: string, id?: string) =>
  createRequestContext({ clientAddress, ...(id !== undefined && { viewer: testViewer({ id }) }) });
const limited = { code: 'RATE_LIMITED' };
const refuse = () => Promise.reject(new UnauthenticatedError());

describe('The limits of clients', () => {
  it('count operations by viewer wherever they are, and those of everybody else by address', async () => {
    const { admitOperation } = limitsOf({ rateLimitPerMinute: 1 });
    const admit = async (...client: Parameters<typeof from>) => admitOperation(from(...client));
    await admit('1.1.1.1', 'u1');
    await admit('1.1.1.1', 'u2');
    await admit('1.1.1.1');
    await admit('2.2.2.2');
    await expect(admit('3.3.3.3', 'u1')).rejects.toMatchObject(limited);
    await expect(admit('2.2.2.2')).rejects.toMatchObject(limited);
  });

  it('count requests by address whoever they are from, all addresses of a network as one', async () => {
    const limits = limitsOf({ rateLimitPerMinuteAndAddress: 2 });
    const admit = async (address: string) => limits.admitAddress(address);
    await admit('2001:db8:1:2::1');
    await admit('2001:db8:1:2:ffff::9');
    await admit('2001:db8:1:3::1');
    await expect(admit('2001:db8:1:2:3:4:5:6')).rejects.toMatchObject(limited);
  });

  it('look at no more credentials from an address after too many were refused, good ones and bad ones', async () => {
    const limits = limitsOf({ failedAuthenticationsPerMinute: 3 });
    let looks = 0;
    const guess = () => limits.authenticate('1.1.1.1', () => ((looks += 1), refuse()));
    for (let guesses = 0; guesses < 4; guesses += 1)
      await expect(guess()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(guess()).rejects.toMatchObject({ ...limited, extensions: { retryAfterSeconds: expect.any(Number) } });
    await expect(limits.authenticate('1.1.1.1', async () => 'good')).rejects.toMatchObject(limited);
    expect(looks).toBe(4);
    expect(await limits.authenticate('2.2.2.2', async () => 'good')).toBe('good');
  });

  it('do not count credentials that could not be looked at', async () => {
    const limits = limitsOf({ failedAuthenticationsPerMinute: 1 });
    const fail = () => limits.authenticate('1.1.1.1', () => Promise.reject(new Error('The service is away.')));
    for (let tries = 0; tries < 5; tries += 1) await expect(fail()).rejects.toThrow('away');
  });
});
