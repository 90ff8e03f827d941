import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTestKeys, type TestKeys } from '../testing/test-keys.ts';
import { testViewer } from '../testing/test-viewer.ts';
import { createKeySet, type KeySet } from './key-set.ts';
import { createTokenVerifier } from './verified-tokens.ts';

describe('The verifier of tokens', () => {
  let keys: TestKeys;
  let keySet: KeySet;
  let picked: number;
  let clock: number;
  beforeEach(async () => {
    keys = await createTestKeys();
    picked = 0;
    clock = 0;
    const set = createKeySet({ fetchKeys: async () => keys.published(), now: () => clock, maxAgeMs: 1000 });
    keySet = {
      current: set.current,
      getKey(header, token) {
        picked += 1;
        return set.getKey(header, token);
      },
    };
  });

  it('checks a signature once, and answers the same viewer, whom nobody can change', async () => {
    const verify = createTokenVerifier(keySet);
    const token = await keys.token(testViewer());
    const first = await verify(token);
    expect((await verify(token)).viewer).toBe(first.viewer);
    expect(first.viewer).toEqual(testViewer());
    expect(Object.isFrozen(first.viewer)).toBe(true);
    expect(picked).toBe(1);
  });

  it('believes a token no longer than it lives', async () => {
    const verify = createTokenVerifier(keySet);
    const token = await keys.token(testViewer(), 1);
    const { expiresAt } = await verify(token);
    await new Promise(resolve => setTimeout(resolve, expiresAt.getTime() - Date.now() + 50));
    await expect(verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('checks again when the published keys change', async () => {
    const verify = createTokenVerifier(keySet);
    const token = await keys.token(testViewer());
    await verify(token);
    keys = await createTestKeys();
    clock = 20_000;
    await expect(verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('remembers no refusal, and no token by another', async () => {
    const verify = createTokenVerifier(keySet);
    const foreign = await (await createTestKeys()).token(testViewer());
    for (let i = 0; i < 2; i += 1) await expect(verify(foreign)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(picked).toBe(2);
  });
});
