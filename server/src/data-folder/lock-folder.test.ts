import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderInUseError, lockFolder } from './lock-folder.ts';

describe('The lock of a data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'polyphony-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is held by one at a time', () => {
    const release = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderInUseError);
    release();
    lockFolder(folder)();
  });

  it('tells a folder in use from one that cannot be used', async () => {
    await writeFile(path.join(folder, 'lock'), 'not a database at all, but long enough to be looked at'.repeat(10));
    expect(() => lockFolder(folder)).toThrow('not a database');
  });
});
