import { open, readdir, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { blobTrailer, readBlobTrailer } from './blob-file.ts';
import { requireBlobKey, requireBlobPrefix, requireByteRange } from './blob-key.ts';
import type { BlobInfo, BlobStore } from './blob-store.ts';
import { PartialFiles } from './partial-files.ts';

const extension = '.blob';

/** Blobs as files `<key>.blob` under a folder, which any number of processes may share. */
export function createFileBlobStore({ folder }: { folder: string }): BlobStore {
  const root = path.resolve(folder);
  // No key has a part that starts with a dot.
  const partialFiles = new PartialFiles(path.join(root, '.partial'));
  const swept = partialFiles.removeOutdated().catch(() => {});

  function fileOf(key: string): string {
    requireBlobKey(key);
    return path.join(root, ...key.split('/')) + extension;
  }

  /** The open file of a blob with what it says, or null. The caller closes it. */
  async function openBlob(key: string): Promise<{ file: FileHandle; info: BlobInfo } | null> {
    const file = await open(fileOf(key), 'r').catch(nullWhenMissing);
    if (file === null) return null;
    try {
      return { file, info: { key, ...(await readBlobTrailer(file)) } };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async function head(key: string): Promise<BlobInfo | null> {
    const blob = await openBlob(key);
    await blob?.file.close();
    return blob?.info ?? null;
  }

  async function* list(folder: string, keyPrefix: string, prefix: string): AsyncGenerator<string> {
    const found = (await readdir(folder, { withFileTypes: true }).catch(nullWhenMissing)) ?? [];
    const entries: string[] = [];
    for (const entry of found) {
      if (entry.name.startsWith('.')) continue;
      // With the slash, a folder sorts where its keys do.
      if (entry.isDirectory()) entries.push(`${entry.name}/`);
      else if (entry.name.endsWith(extension)) entries.push(entry.name.slice(0, -extension.length));
    }
    for (const name of entries.sort(byCharacters)) {
      const key = keyPrefix + name;
      const fits = key.startsWith(prefix) || (name.endsWith('/') && prefix.startsWith(key));
      if (!fits) continue;
      if (name.endsWith('/')) yield* list(path.join(folder, name), key, prefix);
      else yield key;
    }
  }

  return {
    async put(key, body, { contentType }) {
      const target = fileOf(key);
      const trailer = blobTrailer({ contentType });
      await partialFiles.write(target, async file => {
        await file.writeFile(body);
        await file.appendFile(trailer);
      });
      const info = await head(key);
      if (info === null) throw new Error(`Blob ${key} was deleted while it was put.`);
      return info;
    },

    async get(key, { range } = {}) {
      if (range !== undefined) requireByteRange(range);
      const blob = await openBlob(key);
      if (blob === null) return null;
      const { file, info } = blob;
      const start = range?.start ?? 0;
      const end = Math.min(range?.end ?? Infinity, info.size - 1);
      if (range === undefined && info.size === 0) {
        await file.close();
        return { info, body: Readable.from([]) };
      }
      if (start > end) {
        await file.close();
        throw new RangeError(`Blob ${key} has no byte ${start}.`);
      }
      return { info, body: file.createReadStream({ start, end }) };
    },

    head,

    async delete(key) {
      await rm(fileOf(key), { force: true });
    },

    list(prefix) {
      requireBlobPrefix(prefix);
      return list(root, '', prefix);
    },

    async close() {
      await swept;
    },
  };
}

function byCharacters(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}
