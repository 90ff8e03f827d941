import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Viewer } from '../context/index.ts';
import { createIdentitySigner, parseIdentityKeys } from './signed-identity.ts';

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
    const identity = await signer.verify(await signer.sign({ caller: 'gateway', viewer, requestId: 'r1' }));
    expect(identity).toEqual({ caller: 'gateway', viewer, requestId: 'r1' });
  });

  it('refuses a token that was signed for another purpose', async () => {
    const signer = createIdentitySigner([key('a')]);
    for (const [signed, asked] of [
      ['graph', 'procedures'],
      ['procedures', 'graph'],
    ] as const) {
      const token = await signer.sign({ caller: 'gateway', viewer }, signed);
      await expect(signer.verify(token, signed)).resolves.toMatchObject({ viewer });
      await expect(signer.verify(token, asked)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  it('verifies what an older key signed after a new key was put in front', async () => {
    const old = key('old');
    const token = await createIdentitySigner([old]).sign({ caller: 'gateway', viewer: null });
    await expect(createIdentitySigner([key('new'), old]).verify(token)).resolves.toEqual({
      caller: 'gateway',
      viewer: null,
    });
  });

  it('refuses a key that is not ours, even under a name of ours', async () => {
    const token = await createIdentitySigner([key('a')]).sign({ caller: 'gateway', viewer });
    await expect(createIdentitySigner([key('a')]).verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('refuses a token after its half minute', async () => {
    const signer = createIdentitySigner([key('a')]);
    const token = await signer.sign({ caller: 'gateway', viewer });
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
