import { describe, expect, it } from '@jest/globals';
import { Semaphore } from './semaphore.ts';

const pause = () => new Promise<void>(resolve => setTimeout(resolve, 5));

describe('semaphore', () => {
  it('never runs more works at once than it may, and runs all in order', async () => {
    const semaphore = new Semaphore({ concurrent: 3, waiting: 100 });
    const started: number[] = [];
    let running = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        semaphore.run(async () => {
          started.push(index);
          running += 1;
          most = Math.max(most, running);
          await pause();
          running -= 1;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(started).toEqual(started.toSorted((a, b) => a - b));
  });

  it('gives the place on when a work fails', async () => {
    const semaphore = new Semaphore({ concurrent: 1, waiting: 1 });
    await expect(semaphore.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(semaphore.run(async () => 'fine')).resolves.toBe('fine');
  });

  it('refuses more than may wait', async () => {
    const semaphore = new Semaphore({ concurrent: 1, waiting: 1 });
    const admitted = [semaphore.run(pause), semaphore.run(pause)];
    await expect(semaphore.run(pause)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await Promise.all(admitted);
    await expect(semaphore.run(pause)).resolves.toBeUndefined();
  });
});
