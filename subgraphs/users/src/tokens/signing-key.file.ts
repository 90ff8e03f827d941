import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JWK } from 'jose';
import { generateSigningJwk, parseSigningKey, type SigningKey } from './signing-key.ts';

/** How many keys stay published after they stopped signing. */
const keptKeys = 2;

/**
 * Reads the signing key from `text` when given, else from `file`, which is made on first use, readable by its owner only. Processes
 * that start at once on the same file get the same key.
 * @throws Error when the text or the file holds no usable private key
 */
export async function loadSigningKey({ file, text }: { file: string; text?: string }): Promise<SigningKey> {
  if (text !== undefined) return parseSigningKey(text);
  const existing = await readIfThere(file);
  if (existing !== null) {
    // A mounted secret may refuse; its permissions are then not ours to set.
    await chmod(file, 0o600).catch(() => undefined);
    return parseSigningKey(existing);
  }
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const written = await writeBeside(file, [generateSigningJwk()]);
  try {
    // Unlike a rename, a link never replaces a file: the first process wins, and only a whole file ever appears.
    await link(written, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(written, { force: true });
  }
  return parseSigningKey(await readFile(file, 'utf8'));
}

/**
 * Puts a new key in front of those in `file`. Processes sign with it from their next start on; tokens of the keys before it are
 * accepted until two more rotations.
 */
export async function rotateSigningKey({ file }: { file: string }): Promise<SigningKey> {
  const { publicKeys } = await loadSigningKey({ file });
  const keys: JWK[] = [generateSigningJwk(), ...publicKeys.slice(0, keptKeys)];
  const written = await writeBeside(file, keys);
  await rename(written, file);
  return loadSigningKey({ file });
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes keys to a temporary file in the same folder, on disk when this resolves. */
async function writeBeside(file: string, keys: JWK[]): Promise<string> {
  const temporary = `${file}.${randomUUID()}`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ keys }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return temporary;
}
