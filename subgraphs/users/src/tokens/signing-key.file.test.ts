import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadSigningKey, rotateSigningKey } from './signing-key.file.ts';
import { generateSigningJwk } from './signing-key.ts';

describe('signing key file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'polyphony-keys-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is made once, readable by its owner only, and read again', async () => {
    const file = path.join(folder, 'once', 'signing-key.json');
    const made = await loadSigningKey({ file });
    const again = await loadSigningKey({ file });
    expect(again.id).toBe(made.id);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  });

  it('holds one key for all that start at once, and leaves nothing else behind', async () => {
    const file = path.join(folder, 'race', 'signing-key.json');
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadSigningKey({ file })));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
    expect(await readdir(path.dirname(file))).toEqual(['signing-key.json']);
  });

  it('is closed to others when it was left open', async () => {
    const file = path.join(folder, 'open.json');
    await writeFile(file, JSON.stringify(generateSigningJwk()));
    await chmod(file, 0o644);
    await loadSigningKey({ file });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('gives way to a key from the settings, and is then not made', async () => {
    const file = path.join(folder, 'unused.json');
    const jwk = generateSigningJwk();
    const key = await loadSigningKey({ file, text: JSON.stringify(jwk) });
    expect(key.publicKeys[0]?.x).toBe(jwk.x);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('refuses a damaged file instead of replacing it', async () => {
    const file = path.join(folder, 'damaged.json');
    await writeFile(file, '{"keys":[');
    await expect(loadSigningKey({ file })).rejects.toThrow('neither PEM nor JSON');
  });

  it('takes a new key in front and keeps publishing the last two', async () => {
    const file = path.join(folder, 'rotated.json');
    const ids = [(await loadSigningKey({ file })).id];
    for (let rotation = 0; rotation < 3; rotation += 1) ids.unshift((await rotateSigningKey({ file })).id);
    const { id, publicKeys } = await loadSigningKey({ file });
    expect(new Set(ids).size).toBe(4);
    expect(id).toBe(ids[0]);
    expect(publicKeys.map(({ kid }) => kid)).toEqual(ids.slice(0, 3));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
