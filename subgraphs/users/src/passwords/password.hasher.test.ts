import { describe, expect, it } from '@jest/globals';
import { parseOptions } from '@node-rs/argon2';
import { PasswordHasher } from './password.hasher.ts';

const argon2id = 2;

describe('password hasher', () => {
  const hasher = new PasswordHasher({ concurrent: 2 });

  it('hashes with argon2id and the parameters that OWASP recommends, salted', async () => {
    const [one, two] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
    expect(one).not.toBe(two);
    expect(parseOptions(one)).toMatchObject({ algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  });

  it('recognises a password, also when a keyboard composes its characters otherwise', async () => {
    const hash = await hasher.hash('caf\u00e9 au lait');
    await expect(hasher.verify(hash, 'cafe\u0301 au lait')).resolves.toBe(true);
    await expect(hasher.verify(hash, 'cafe au lait')).resolves.toBe(false);
  });

  it('does the same work for an account that does not exist', async () => {
    const hash = await hasher.hash('correct horse');
    const time = async (work: () => Promise<unknown>) => {
      const durations: number[] = [];
      for (let round = 0; round < 7; round += 1) {
        const started = performance.now();
        await work();
        durations.push(performance.now() - started);
      }
      return Math.min(...durations);
    };
    const known = await time(() => hasher.verify(hash, 'wrong password'));
    const nobody = await time(() => hasher.verifyNobody('wrong password'));
    expect(nobody / known).toBeGreaterThan(0.5);
    expect(nobody / known).toBeLessThan(2);
  });
});
