import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseIdentityKeys, type IdentityKey } from '@polyphony/platform/identity';

/** The keys with which our processes sign who is asking: as given, or made once and kept in the data folder. */
export function identityKeys(given: string | undefined, dataFolder: string): IdentityKey[] {
  if (given !== undefined) return parseIdentityKeys(given);
  const file = path.join(dataFolder, 'identity-keys');
  if (!existsSync(file))
    writeFileSync(file, `first:${randomBytes(32).toString('base64')}`, { mode: 0o600, flag: 'wx' });
  return parseIdentityKeys(readFileSync(file, 'utf8').trim());
}
