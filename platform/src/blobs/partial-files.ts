import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

const outdatedMs = 24 * 60 * 60 * 1000;

/** Files that are being written, in a folder beside the finished ones, so that a rename is all it takes to finish one. */
export class PartialFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Writes a file and puts it at `target`, durably; when `write` fails, nothing is left.
   */
  async write(target: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const partial = path.join(this.#folder, randomUUID());
    try {
      const file = await open(partial, 'wx', 0o600);
      try {
        await write(file);
        await file.sync();
      } finally {
        await file.close();
      }
      await mkdir(path.dirname(target), { recursive: true });
      await rename(partial, target);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    await syncFolder(path.dirname(target));
  }

  /** Removes what a killed process left a day ago or earlier. */
  async removeOutdated(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) {
      const file = path.join(this.#folder, name);
      const modified = await stat(file).catch(() => null);
      if (modified !== null && Date.now() - modified.mtimeMs > outdatedMs) await rm(file, { force: true });
    }
  }
}

/** Makes a rename last through a power cut; Windows cannot open folders and needs no such call. */
async function syncFolder(folder: string) {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
