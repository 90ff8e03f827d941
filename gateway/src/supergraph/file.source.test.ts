import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLogger } from '@polyphony/platform/logging';
import { until } from '../testing/until.ts';
import { fileSource } from './file.source.ts';
import type { StartedSource } from './supergraph-source.ts';

describe('A supergraph file', () => {
  let folder: string;
  let file: string;
  let started: StartedSource | undefined;
  const offers: string[] = [];
  const start = async (options: { watch: boolean; checkMs?: number }) => {
    started = await fileSource({ path: file, log: silentLogger, settleMs: 15, ...options }).start(sdl => {
      offers.push(sdl);
    });
    return started;
  };
  beforeEach(async () => {
    offers.length = 0;
    folder = await mkdtemp(path.join(tmpdir(), 'polyphony-supergraph-'));
    file = path.join(folder, 'supergraph.graphql');
    await writeFile(file, 'one');
  });
  afterEach(async () => {
    await started?.stop();
    started = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  it('is read once where nobody watches it', async () => {
    expect((await start({ watch: false })).supergraphSdl).toBe('one');
    await writeFile(file, 'two');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(offers).toEqual([]);
  });

  it('is offered when written in place, and when another is renamed over it, time and again', async () => {
    await start({ watch: true });
    await writeFile(file, 'two');
    await until(() => offers.length === 1);
    for (const text of ['three', 'four']) {
      await writeFile(path.join(folder, 'new'), text);
      await rename(path.join(folder, 'new'), file);
      await until(() => offers.at(-1) === text);
    }
    expect(offers).toEqual(['two', 'three', 'four']);
  });

  it('is offered once when it is written in pieces, and not at all when it says the same', async () => {
    await start({ watch: true });
    for (const text of ['t', 'tw', 'two']) await writeFile(file, text);
    await until(() => offers.length > 0);
    await writeFile(file, 'two');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(offers).toEqual(['two']);
  });

  it('is offered when a link on the way to it points elsewhere, as in mounted configuration', async () => {
    for (const [version, text] of [
      ['v1', 'one'],
      ['v2', 'two'],
    ] as const) {
      await mkdir(path.join(folder, version));
      await writeFile(path.join(folder, version, 'supergraph.graphql'), text);
    }
    await symlink('v1', path.join(folder, '..data'));
    await unlink(file);
    await symlink(path.join('..data', 'supergraph.graphql'), file);
    await start({ watch: true });
    await symlink('v2', path.join(folder, '..data_tmp'));
    await rename(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
    await until(() => offers.length === 1);
    expect(offers).toEqual(['two']);
  });

  it('may be away for a while', async () => {
    await start({ watch: true, checkMs: 50 });
    await unlink(file);
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(offers).toEqual([]);
    await writeFile(file, 'two');
    await until(() => offers.length === 1);
  });

  it('is noticed by looking where its folder was replaced and tells nothing', async () => {
    await start({ watch: true, checkMs: 50 });
    await rename(folder, `${folder}-old`);
    await mkdir(folder);
    await writeFile(file, 'two');
    await until(() => offers.length === 1);
    await rm(`${folder}-old`, { recursive: true });
  });

  it('must be there at the start, and not be huge', async () => {
    await unlink(file);
    await expect(start({ watch: true })).rejects.toThrow('ENOENT');
    await writeFile(file, Buffer.alloc(17 * 1024 * 1024, 32));
    await expect(start({ watch: true })).rejects.toThrow('larger than');
  });
});
