import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeVectorStoreContract, seededRandom, twoInstances } from '@polyphony/platform/testing';
import { createSqliteVectorStore } from './index.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'polyphony-vectors-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

describeVectorStoreContract('SQLite', async () =>
  twoInstances(() => createSqliteVectorStore({ file: path.join(folder, 'contract.db') })),
);

describe('the SQLite file', () => {
  const random = seededRandom();
  const items = (from: number, count: number, dimension = 384) =>
    Array.from({ length: count }, (_, index) => ({
      id: `item ${from + index}`,
      vector: Float32Array.from({ length: dimension }, () => random() - 0.5),
      text: 'text',
      metadata: {},
    }));

  it('has every acknowledged item after kill -9', async () => {
    const file = path.join(folder, 'killed.db');
    const root = path.resolve(import.meta.dirname, '../../..');
    const child = spawn(
      process.execPath,
      [
        '--import',
        path.join(root, 'scripts/typescript-hook.mjs'),
        path.join(import.meta.dirname, 'testing/write-vectors.ts'),
        file,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(child, 'exit');
    let acknowledged = 0;
    for await (const line of createInterface(child.stdout)) {
      acknowledged = Number(line);
      if (acknowledged === 200) child.kill('SIGKILL');
    }
    await ended;
    const store = createSqliteVectorStore({ file });
    expect(acknowledged).toBeGreaterThanOrEqual(200);
    expect(await store.count('killed')).toBeGreaterThanOrEqual(acknowledged);
    expect(
      await store.query(
        'killed',
        Float32Array.from({ length: 8 }, () => 1),
        { limit: 1000 },
      ),
    ).toHaveLength(await store.count('killed'));
    await store.close();
  }, 20_000);

  it('stays bounded when items are replaced, deleted and written again', async () => {
    const file = path.join(folder, 'bounded.db');
    const store = createSqliteVectorStore({ file });
    const sizes: number[] = [];
    for (let round = 0; round < 6; round++) {
      await store.upsert('collection', items(0, 1000));
      await store.upsert('collection', items(0, 1000));
      if (round % 2 === 0) await store.deleteCollection('collection');
      else
        await store.delete(
          'collection',
          items(0, 1000).map(({ id }) => id),
        );
      sizes.push((await stat(file)).size);
    }
    await store.close();
    sizes.push((await stat(file)).size);
    // 1000 x 384 floats are 1.5 MB.
    expect(Math.max(...sizes)).toBeLessThan(6_000_000);
  }, 20_000);

  it('searches 20,000 vectors of 384 dimensions in well under 100 ms', async () => {
    const store = createSqliteVectorStore({ file: path.join(folder, 'large.db') });
    for (let from = 0; from < 20_000; from += 2000) await store.upsert('large', items(from, 2000));
    const [query] = items(0, 1);
    const times: number[] = [];
    for (let round = 0; round < 9; round++) {
      const started = performance.now();
      expect(await store.query('large', query!.vector, { limit: 10 })).toHaveLength(10);
      times.push(performance.now() - started);
    }
    await store.close();
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(100);
  }, 30_000);
});
