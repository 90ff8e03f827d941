import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseSigningKey } from '@polyphony/users';
import { decodeJwt, SignJWT } from 'jose';

/** A token like the given one, signed with the installation's own key, that expires after `seconds` (negative: has expired). */
export async function reissuedToken(token: string, dataFolder: string, seconds: number): Promise<string> {
  const key = await parseSigningKey(await readFile(path.join(dataFolder, 'signing-key.json'), 'utf8'));
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...decodeJwt(token), iat: now - 3600, exp: now + seconds })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id, typ: 'JWT' })
    .sign(key.privateKey);
}
