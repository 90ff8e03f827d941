import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { jwtVerify } from 'jose';
import type { Viewer } from '../context/index.ts';
import { createIdentitySigner, identityLifetimeSeconds, parseIdentityKeys } from './signed-identity.ts';

const key = (id: string) => ({ id, secret: randomBytes(32) });
const viewer: Viewer = {
  id: 'u1',
  username: 'ada',
  role: 'USER',
  isInternal: false,
  dailyQuota: 1000,
  sessionId: 's1',
};

describe('signed identity', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives back what was signed', async () => {
    const signer = createIdentitySigner([key('a')]);
    const identity = await signer.verify(signer.sign({ caller: 'gateway', viewer, requestId: 'r1' }));
    expect(identity).toEqual({ caller: 'gateway', viewer, requestId: 'r1' });
  });

  it('refuses a token that was signed for another purpose', async () => {
    const signer = createIdentitySigner([key('a')]);
    for (const [signed, asked] of [
      ['graph', 'procedures'],
      ['procedures', 'graph'],
    ] as const) {
      const token = signer.sign({ caller: 'gateway', viewer }, signed);
      await expect(signer.verify(token, signed)).resolves.toMatchObject({ viewer });
      await expect(signer.verify(token, asked)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('verifies what an older key signed after a new key was put in front', async () => {
    const old = key('old');
    const token = createIdentitySigner([old]).sign({ caller: 'gateway', viewer: null });
    await expect(createIdentitySigner([key('new'), old]).verify(token)).resolves.toEqual({
      caller: 'gateway',
      viewer: null,
    });
  });

  it('refuses a key that is not ours, even under a name of ours', async () => {
    const token = createIdentitySigner([key('a')]).sign({ caller: 'gateway', viewer });
    await expect(createIdentitySigner([key('a')]).verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('makes tokens that a JWT library reads', async () => {
    const used = key('a');
    const token = createIdentitySigner([used]).sign({ caller: 'gateway', viewer: { ...viewer, username: 'Ádá' } });
    const { payload, protectedHeader } = await jwtVerify(token, used.secret);
    expect(protectedHeader).toEqual({ alg: 'HS256', kid: 'a' });
    expect(payload).toMatchObject({ caller: 'gateway', viewer: { id: 'u1', username: 'Ádá' } });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(identityLifetimeSeconds);
  });

  it('refuses a known token that was changed', async () => {
    const signer = createIdentitySigner([key('a')]);
    const token = signer.sign({ caller: 'gateway', viewer });
    await signer.verify(token);
    const [header = '', , signature = ''] = token.split('.');
    const claims = { ...viewer, role: 'ADMIN' };
    const forged = `${header}.${Buffer.from(JSON.stringify({ caller: 'gateway', viewer: claims })).toString('base64url')}.${signature}`;
    await expect(signer.verify(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('shares what it read of a token without letting anybody change it', async () => {
    const signer = createIdentitySigner([key('a')]);
    const token = signer.sign({ caller: 'gateway', viewer });
    const identity = await signer.verify(token);
    expect(await signer.verify(token)).toBe(identity);
    expect(() => Object.assign(identity.viewer ?? {}, { role: 'ADMIN' })).toThrow(TypeError);
  });

  it('refuses a token after its half minute', async () => {
    const signer = createIdentitySigner([key('a')]);
    const token = signer.sign({ caller: 'gateway', viewer });
    await expect(signer.verify(token)).resolves.toMatchObject({ viewer });
    jest.useFakeTimers({ now: Date.now() + 40_000, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    await expect(signer.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each([undefined, '', 'x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'])('refuses %p', async token => {
    await expect(createIdentitySigner([key('a')]).verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('reads several keys and refuses short ones', () => {
    const secret = randomBytes(32).toString('base64');
    expect(parseIdentityKeys(`a:${secret}, b:${secret}`).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(() => parseIdentityKeys('a:c2hvcnQ=')).toThrow('32 bytes');
  });
});
