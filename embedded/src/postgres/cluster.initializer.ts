import { spawn } from 'node:child_process';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readPasswords } from './postgres.files.ts';
import { dataDirectoryArgument, spawnOptions, type ServerEnvironment } from './server.process.ts';

/** Name of the application's role and of its database. It is no superuser, so a hole in a query is no shell on the machine. */
export const applicationName = 'polyphony';
const administratorName = 'administrator';
const partialPrefix = 'initializing-';

/**
 * Makes the cluster of a data folder unless it exists, in a folder aside that is renamed when complete: a process killed in
 * the middle leaves nothing half-made, and of two that start at once one wins.
 *
 * @returns whether this call made it
 * @throws when the existing cluster is of another major version of PostgreSQL
 */
export async function initializeCluster(environment: ServerEnvironment): Promise<boolean> {
  const { files, binaries } = environment;
  const existing = await readVersion(files.cluster);
  if (existing !== null) {
    const major = binaries.version.split('.')[0];
    if (existing === major) return false;
    throw new Error(
      `${files.cluster} holds data of PostgreSQL ${existing}, but the embedded server is PostgreSQL ${major}: ` +
        'dump it with the old version and restore it into an empty data folder.',
    );
  }
  const partial = await mkdtemp(path.join(files.folder, partialPrefix));
  try {
    await makeCluster(environment, partial);
    await rename(path.join(partial, 'cluster'), files.cluster);
    return true;
  } catch (error) {
    if ((await readVersion(files.cluster)) !== null) return false;
    throw error;
  } finally {
    await removePartials(files.folder);
  }
}

async function readVersion(cluster: string): Promise<string | null> {
  const text = await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text?.trim() ?? null;
}

async function makeCluster(environment: ServerEnvironment, partial: string): Promise<void> {
  const { files, binaries, account, durable } = environment;
  const passwords = await readPasswords(files);
  const cluster = path.join(partial, 'cluster');
  const passwordFile = path.join(partial, 'password');
  await mkdir(cluster, { mode: 0o700 });
  await writeFile(passwordFile, passwords.administrator, { mode: 0o600 });
  if (account !== null) {
    for (const entry of [partial, cluster, passwordFile]) await chown(entry, account.uid, account.gid);
  }
  const dataDirectory = dataDirectoryArgument(account, cluster);
  const access = ['--username', administratorName, '--pwfile=../password', '--auth=scram-sha-256'];
  // Sorts by code point, the same on every machine, while upper and lower know all of Unicode.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // As in the settings of the server.
  const memory = ['--set', 'dynamic_shared_memory_type=mmap'];
  const haste = durable ? [] : ['--no-sync', '--wal-segsize=1'];
  await run(environment, cluster, binaries.initdb, ['-D', dataDirectory, ...access, ...locale, ...memory, ...haste]);
  const singleUser = ['--single', '-j', '-D', dataDirectory, 'template1'];
  await run(environment, cluster, binaries.postgres, singleUser, [
    `CREATE ROLE ${applicationName} LOGIN PASSWORD '${passwords.application}'`,
    // Rather than a second database beside it: a fifth less to write.
    `ALTER DATABASE postgres OWNER TO ${applicationName}`,
    `ALTER DATABASE postgres RENAME TO ${applicationName}`,
    ...(durable ? [] : ['ALTER DATABASE template0 IS_TEMPLATE false', 'DROP DATABASE template0']),
  ]);
}

function run(
  { account }: ServerEnvironment,
  cluster: string,
  program: string,
  parameters: string[],
  statements: string[] = [],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { ...spawnOptions(account, cluster), stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4096));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', code => {
      // Single-user mode reports a failed statement and goes on.
      if (code === 0 && !/\b(ERROR|FATAL|PANIC):/.test(output)) return resolve();
      reject(new Error(`${path.basename(program)} failed with exit code ${code}:\n${output}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(statements.map(statement => `${statement};\n\n`).join(''));
  });
}

/** Clears what killed processes left. A process that is still at it and has lost the race may disturb this, and clears its own. */
async function removePartials(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (entry.startsWith(partialPrefix))
      await rm(path.join(folder, entry), { recursive: true, force: true }).catch(() => {});
  }
}
