import { describe, expect, it } from '@jest/globals';
import { createMemoryCache } from './index.ts';

describe('the cache within a process', () => {
  it('drops the least recently used value past its limit', async () => {
    const cache = createMemoryCache({ maxEntries: 2 });
    await cache.set('a', 1, 60);
    await cache.set('b', 2, 60);
    await cache.get('a');
    await cache.set('c', 3, 60);
    expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([1, null, 3]);
  });
});
