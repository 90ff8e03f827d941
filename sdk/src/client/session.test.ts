import { describe, expect, it } from '@jest/globals';
import { createSession, type Tokens } from './session.ts';

const tokens = (name: string, seconds = 900): Tokens => ({
  accessToken: `access-${name}`,
  refreshToken: `refresh-${name}`,
  expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
});
const refusal = Object.assign(new Error('refused'), { code: 'UNAUTHENTICATED' });

describe('A session', () => {
  it('shows an API key, an access token, or nothing', async () => {
    const refresh = () => Promise.reject(refusal);
    expect(await createSession({ refresh }).headers()).toEqual({});
    expect(await createSession({ refresh, apiKey: 'poly_x' }).headers()).toEqual({ 'x-api-key': 'poly_x' });
    const session = createSession({ refresh, tokens: tokens('a') });
    expect(await session.headers()).toEqual({ authorization: 'Bearer access-a' });
  });

  it('renews a token that is about to expire, once for requests that come together, and tells', async () => {
    const sent: string[] = [];
    const told: (Tokens | null)[] = [];
    const next = tokens('b');
    const session = createSession({
      tokens: tokens('a', 10),
      onTokens: given => told.push(given),
      async refresh(refreshToken) {
        sent.push(refreshToken);
        return next;
      },
    });
    const headers = await Promise.all([session.headers(), session.headers(), session.headers()]);
    expect(headers).toEqual(Array.from({ length: 3 }, () => ({ authorization: 'Bearer access-b' })));
    expect(sent).toEqual(['refresh-a']);
    expect(told).toEqual([next]);
  });

  it('ends when the server refuses, not when it does not answer', async () => {
    const answers = [new TypeError('fetch failed'), refusal];
    const session = createSession({ tokens: tokens('a'), refresh: () => Promise.reject(answers.shift()!) });
    expect(await session.renew()).toBe(false);
    expect(await session.headers()).toEqual({ authorization: 'Bearer access-a' });
    expect(await session.renew()).toBe(false);
    expect(await session.headers()).toEqual({});
  });

  it.each([
    ['a log-out', null, {}],
    ['a log-in', tokens('other'), { authorization: 'Bearer access-other' }],
  ])('lets %s stand that happens while a renewal is under way', async (_what, given, headers) => {
    for (const outcome of [() => Promise.resolve(tokens('b')), () => Promise.reject(refusal)]) {
      const answered = Promise.withResolvers<void>();
      const session = createSession({ tokens: tokens('a'), refresh: () => answered.promise.then(outcome) });
      const renewal = session.renew();
      session.setTokens(given);
      answered.resolve();
      await renewal;
      expect(await session.headers()).toEqual(headers);
    }
  });

  it('renews no second time for a request that was refused with the older token', async () => {
    let renewals = 0;
    const session = createSession({ tokens: tokens('a'), refresh: async () => tokens(`b${(renewals += 1)}`) });
    const refused = await session.headers();
    expect(await session.renew(refused)).toBe(true);
    expect(await session.renew(refused)).toBe(true);
    expect(renewals).toBe(1);
  });

  it('does not renew for every request when the clock is wrong', async () => {
    let renewals = 0;
    const refresh = async () => tokens(`b${(renewals += 1)}`, -600);
    const session = createSession({ tokens: tokens('a', -600), refresh });
    for (let i = 0; i < 3; i += 1) expect(await session.headers()).toEqual({ authorization: 'Bearer access-b1' });
    expect(renewals).toBe(1);
  });
});
