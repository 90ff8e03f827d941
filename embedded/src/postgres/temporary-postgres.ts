import { lstat, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { copyDataFolder } from './data-folder.copy.ts';
import { initializeCluster } from './cluster.initializer.ts';
import { openDataFolder, readPasswords, type PostgresFiles } from './postgres.files.ts';
import { supervise, type RunningPostgres } from './postgres.supervisor.ts';
import { findBinaries } from './server.binaries.ts';
import { stopServer } from './server.process.ts';
import { chooseAccount } from './system.account.ts';
import { temporaryRoot } from './temporary-root.ts';

const folderPrefix = 'polyphony-postgres-run-';

/**
 * A throw-away server for tests: copied from an initialised template that later runs find again, without fsync, removed on
 * `close()`. Servers left by killed test runs are stopped and removed by the next run.
 */
export async function startTemporaryPostgres(): Promise<RunningPostgres> {
  await removeAbandoned();
  const template = await prepareTemplate();
  const dataFolder = await mkdtemp(path.join(temporaryRoot(), `${folderPrefix}${process.pid}-`));
  try {
    copyDataFolder(template.folder, dataFolder);
    const server = await supervise({ dataFolder, durable: false });
    return {
      url: server.url,
      async close() {
        await server.close();
        await rm(dataFolder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(dataFolder, { recursive: true, force: true });
    throw error;
  }
}

/** An initialised data folder that is never started itself, made at the first call on a machine. */
export async function prepareTemplate(): Promise<PostgresFiles> {
  const binaries = findBinaries(null);
  const name = `polyphony-postgres-template-${binaries.version}-${process.getuid?.() ?? userInfo().username}`;
  const folder = path.join(temporaryRoot(), name);
  const found = await lstat(folder).catch(() => null);
  if (found !== null && found.uid !== (process.getuid?.() ?? found.uid)) {
    throw new Error(`${folder} belongs to another system user: remove it.`);
  }
  if (found === null) {
    const partial = await mkdtemp(`${folder}.`);
    const files = await openDataFolder(partial);
    const account = await chooseAccount(files.cluster);
    await readPasswords(files);
    await initializeCluster({ files, account, binaries: findBinaries(account), durable: false });
    await rename(partial, folder).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return openDataFolder(folder);
}

async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(temporaryRoot())) {
    const owner = name.startsWith(folderPrefix) ? Number.parseInt(name.slice(folderPrefix.length), 10) : Number.NaN;
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    const folder = path.join(temporaryRoot(), name);
    try {
      await stopServer({ files: await openDataFolder(folder), binaries: findBinaries(null) });
      await rm(folder, { recursive: true, force: true });
    } catch {
      // Of another user, or being removed by another run.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
