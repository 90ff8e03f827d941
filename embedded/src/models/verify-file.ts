import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { KnownWeights } from './known-weights.ts';

/** Whether the file is there, complete and unchanged. */
export async function isIntact(path: string, { sizeBytes, sha256 }: KnownWeights): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found?.size !== sizeBytes) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex') === sha256;
}

/** Whether the file begins like a GGUF file. */
export async function isGguf(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.toString('latin1') === 'GGUF';
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
