import { createHmac, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where things lie inside one data folder. Paths are absolute. */
export interface PostgresFiles {
  readonly folder: string;
  /** PostgreSQL's own data directory; appears in one rename when it is complete. */
  readonly cluster: string;
  readonly secret: string;
  readonly log: string;
}

/** Creates the data folder, for this system user only, and names what is in it. */
export async function openDataFolder(dataFolder: string): Promise<PostgresFiles> {
  const folder = path.resolve(dataFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700).catch((cause: unknown) => {
    throw new Error(`The PostgreSQL data folder ${folder} belongs to another system user.`, { cause });
  });
  return {
    folder,
    cluster: path.join(folder, 'cluster'),
    secret: path.join(folder, 'secret'),
    log: path.join(folder, 'postgres.log'),
  };
}

/** Passwords of the two database roles. Neither can be computed from the other. */
export interface PostgresPasswords {
  readonly administrator: string;
  readonly application: string;
}

/** Reads the passwords of a data folder, drawing its secret (a 0600 file) at the first call. */
export async function readPasswords(files: PostgresFiles): Promise<PostgresPasswords> {
  const secret = (await readSecret(files.secret)) ?? (await drawSecret(files.secret));
  const derive = (role: string) => createHmac('sha256', secret).update(role).digest('base64url');
  return { administrator: derive('administrator'), application: derive('application') };
}

async function readSecret(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function drawSecret(file: string): Promise<string> {
  const partial = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(partial, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  try {
    // A link appears whole or not at all, and of two processes that draw at once only one succeeds.
    await link(partial, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(partial, { force: true });
  }
  return readFile(file, 'utf8');
}
