import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '../logging/index.ts';
import { createShutdown } from './shutdown.ts';

describe('shutdown', () => {
  it('runs steps once, last added first, past failing and slow ones', async () => {
    const done: string[] = [];
    const shutdown = createShutdown(silentLogger);
    shutdown.onShutdown('store', () => void done.push('store'));
    shutdown.onShutdown('stuck', () => new Promise(() => undefined), 20);
    shutdown.onShutdown('broken', () => Promise.reject(new Error('broken')));
    shutdown.onShutdown('http', async () => void done.push('http'));
    await Promise.all([shutdown.run('test'), shutdown.run('again')]);
    expect(done).toEqual(['http', 'store']);
  });
});
