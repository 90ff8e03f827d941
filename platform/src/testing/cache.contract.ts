import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cache } from '../cache/index.ts';
import type { Instances } from './instances.ts';

/** What every cache must do. */
export function describeCacheContract(name: string, open: () => Promise<Instances<Cache>>): void {
  describe(`cache: ${name}`, () => {
    let instances: Instances<Cache>;
    let one: Cache;
    let other: Cache;
    beforeAll(async () => {
      instances = await open();
      ({ one, other } = instances);
    });
    afterAll(() => instances.close());

    it('answers null for what was never set', async () => {
      expect(await one.get(randomUUID())).toBeNull();
    });

    it('gives any JSON back in every process, also under unusual keys', async () => {
      const values = [0, '', false, null, 'Grüße 👋\u0000', [1, [2]], { nested: { ok: true } }, 'x'.repeat(1_000_000)];
      for (const value of values) {
        const key = `${randomUUID()} {a}:*\n€`;
        await one.set(key, value, 60);
        expect(await other.get(key)).toEqual(value);
      }
    });

    it('replaces a value and its time to live', async () => {
      const key = randomUUID();
      await one.set(key, 'old', 0.05);
      await other.set(key, 'new', 60);
      await sleep(100);
      expect(await one.get(key)).toBe('new');
    });

    it('forgets a value after its time to live, and not before', async () => {
      const key = randomUUID();
      await one.set(key, 'value', 0.3);
      expect(await other.get(key)).toBe('value');
      await sleep(350);
      expect(await one.get(key)).toBeNull();
      expect(await other.get(key)).toBeNull();
    });

    it('lets exactly one of many concurrent callers set a free key', async () => {
      for (let round = 0; round < 10; round++) {
        const key = randomUUID();
        const answers = await Promise.all(
          Array.from({ length: 40 }, (_, caller) => (caller % 2 === 0 ? one : other).setIfAbsent(key, caller, 60)),
        );
        expect(answers.filter(Boolean)).toHaveLength(1);
        expect(await one.get(key)).toBe(answers.indexOf(true));
      }
    });

    it('frees a key that was set if absent by its time to live or by deleting it', async () => {
      const [expiring, deleted] = [randomUUID(), randomUUID()];
      await one.setIfAbsent(expiring, 1, 0.1);
      await one.setIfAbsent(deleted, null, 60);
      expect(await other.setIfAbsent(expiring, 2, 60)).toBe(false);
      expect(await other.setIfAbsent(deleted, 2, 60)).toBe(false);
      await sleep(150);
      await other.delete(deleted);
      expect(await other.setIfAbsent(expiring, 2, 60)).toBe(true);
      expect(await one.setIfAbsent(deleted, 2, 60)).toBe(true);
    });

    it('deletes in every process, and without complaint what is not there', async () => {
      const key = randomUUID();
      await one.set(key, 1, 60);
      await other.delete(key);
      await other.delete(key);
      expect(await one.get(key)).toBeNull();
    });

    it('hands out copies', async () => {
      const key = randomUUID();
      const value = { count: 1 };
      await one.set(key, value, 60);
      value.count = 2;
      const got = (await one.get<{ count: number }>(key))!;
      got.count = 3;
      expect(await one.get(key)).toEqual({ count: 1 });
    });

    it('rejects what is not JSON and a time to live that is not above 0', async () => {
      await expect(one.set('key', undefined, 60)).rejects.toThrow(TypeError);
      await expect(one.set('key', 1, 0)).rejects.toThrow(RangeError);
      await expect(one.setIfAbsent('key', 1, Number.NaN)).rejects.toThrow(RangeError);
    });
  });
}
