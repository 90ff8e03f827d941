import { beforeEach, describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import { accessTokens } from '@polyphony/platform/identity';
import { createTestKeys, type TestKeys } from '../testing/test-keys.ts';
import { testViewer } from '../testing/test-viewer.ts';
import { createKeySet, type KeySet } from './key-set.ts';

describe('The key set', () => {
  let keys: TestKeys;
  let keySet: KeySet;
  let fetched: number;
  let isDown: boolean;
  let clock: number;
  beforeEach(async () => {
    keys = await createTestKeys();
    fetched = 0;
    isDown = false;
    clock = 0;
    keySet = createKeySet({
      async fetchKeys() {
        fetched += 1;
        if (isDown) throw new Error('down');
        return keys.published();
      },
      maxAgeMs: 600_000,
      refreshCooldownMs: 10_000,
      now: () => clock,
    });
  });
  const verify = async () =>
    jwtVerify(await keys.token(testViewer()), keySet.getKey, { issuer: accessTokens.issuer }).then(
      () => true,
      () => false,
    );

  it('fetches once for many tokens, also at the same time', async () => {
    expect(await Promise.all([verify(), verify(), verify()])).toEqual([true, true, true]);
    expect(fetched).toBe(1);
  });

  it('looks again when a token names a key it does not know', async () => {
    await verify();
    await keys.rotate();
    clock += 10_001;
    expect(await verify()).toBe(true);
    expect(fetched).toBe(2);
  });

  it('does not let strangers make it look again and again', async () => {
    await verify();
    const foreign = await createTestKeys();
    await foreign.rotate();
    clock += 10_001;
    for (let i = 0; i < 5; i += 1) {
      await expect(jwtVerify(await foreign.token(testViewer()), keySet.getKey)).rejects.toThrow();
    }
    expect(fetched).toBe(2);
  });

  it('looks again when its keys are old, and keeps them while it cannot', async () => {
    await verify();
    isDown = true;
    clock += 600_001;
    expect(await verify()).toBe(true);
    expect(fetched).toBe(2);
    isDown = false;
    clock += 10_001;
    expect(await verify()).toBe(true);
    expect(fetched).toBe(3);
  });

  it('says why there are no keys at all', async () => {
    isDown = true;
    await expect(keySet.current()).rejects.toThrow('down');
  });
});
