import { describe, expect, it } from '@jest/globals';
import { createMemoryStreamStore, StreamGoneError } from './index.ts';

describe('the stream store within a process', () => {
  it('wakes waiting readers with an error when it closes', async () => {
    const store = createMemoryStreamStore({ maxEntries: 10, ttlSeconds: 60 });
    await store.append('a', []);
    const waiting = store.read('a', { after: 0, signal: new AbortController().signal }).next();
    await store.close();
    await expect(waiting).rejects.toThrow(StreamGoneError);
    await expect(store.append('a', [])).rejects.toThrow('closed');
  });
});
