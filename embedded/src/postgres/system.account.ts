import { readFile, stat } from 'node:fs/promises';

/** The system user that PostgreSQL runs as when we are root, as which it refuses to run. */
export interface SystemAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Accounts to run as, the best first. `nobody` exists on practically every system, so nothing has to be created. */
const candidates = ['polyphony', 'postgres', 'nobody'];

/**
 * Chooses the account for a cluster: none unless we are root, then the one that owns the existing cluster, then the first of
 * the candidates. initdb looks its user up by name, hence a bare number without an entry in /etc/passwd does not do.
 */
export async function chooseAccount(cluster: string): Promise<SystemAccount | null> {
  if (process.getuid === undefined) return null;
  const owner = await ownerOf(cluster);
  if (process.getuid() !== 0) {
    if (owner === null || owner.uid === process.getuid()) return null;
    throw new Error(
      `The PostgreSQL data in ${cluster} belongs to the system user ${owner.uid}: start as that user or as root.`,
    );
  }
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'));
  if (owner !== null && owner.uid !== 0) {
    return accounts.find(account => account.uid === owner.uid) ?? { name: String(owner.uid), ...owner };
  }
  for (const name of candidates) {
    const account = accounts.find(account => account.name === name);
    if (account !== undefined) return account;
  }
  throw new Error(
    `PostgreSQL refuses to run as root and none of the system users ${candidates.join(', ')} exists: ` +
      'start as an ordinary user, or name a PostgreSQL server in POSTGRES_URL.',
  );
}

async function ownerOf(folder: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const { uid, gid } = await stat(folder);
    return { uid, gid };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Reads the lines of a passwd(5) file, leaving out root. */
export function parseAccounts(passwd: string): SystemAccount[] {
  return passwd
    .split('\n')
    .map(line => line.split(':'))
    .filter(fields => fields.length >= 7)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0);
}
