import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { disarmStaleFile, findPostmaster } from './postmaster.file.ts';
import type { PostgresFiles } from './postgres.files.ts';
import type { ServerBinaries } from './server.binaries.ts';
import { serverSettings } from './server.settings.ts';
import type { SystemAccount } from './system.account.ts';

/** What is needed to run PostgreSQL's programs on one data folder. */
export interface ServerEnvironment {
  readonly files: PostgresFiles;
  readonly binaries: ServerBinaries;
  readonly account: SystemAccount | null;
  readonly durable: boolean;
}

const maximumLogBytes = 10 * 1024 * 1024;
const fastShutdownMilliseconds = 20_000;
const immediateShutdownMilliseconds = 5_000;

/** Options under which every PostgreSQL program is spawned; `cluster` is its working directory. */
export function spawnOptions(account: SystemAccount | null, cluster: string) {
  return {
    cwd: cluster,
    env: { ...(process.platform === 'win32' ? process.env : {}), LC_ALL: 'C', TZ: 'UTC' },
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    windowsHide: true,
  };
}

/**
 * The `-D` argument. Another account may be unable to walk down to the cluster (below root's home, for example) although the
 * cluster is its own; through the working directory that we set before switching to it, it gets there all the same.
 */
export function dataDirectoryArgument(account: SystemAccount | null, cluster: string): string {
  return account !== null && process.platform === 'linux' ? '/proc/self/cwd' : cluster;
}

/** A server we spawned, until it has shown that it runs. */
export interface LaunchedServer {
  /** Whether the process has ended. */
  exited(): boolean;
  /** What it wrote to its log since we spawned it. */
  readLog(): Promise<string>;
}

/** Spawns a server in a session of its own, so that neither Ctrl-C nor a kill of our process group reaches it. */
export async function launchServer(environment: ServerEnvironment, port: number): Promise<LaunchedServer> {
  const { files, binaries, account } = environment;
  await disarmStaleFile(files.cluster);
  const log = openLog(files.log);
  const offset = statSync(files.log).size;
  const settings = Object.entries({ ...serverSettings(environment), port: String(port) });
  let exited = false;
  let spawnError = '';
  try {
    const child = spawn(
      binaries.postgres,
      [
        '-D',
        dataDirectoryArgument(account, files.cluster),
        ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...spawnOptions(account, files.cluster), detached: true, stdio: ['ignore', log, log] },
    );
    child.once('exit', () => (exited = true));
    child.once('error', error => {
      exited = true;
      spawnError = error.message;
    });
    child.unref();
  } finally {
    closeSync(log);
  }
  return {
    exited: () => exited,
    async readLog() {
      const file = await open(files.log);
      try {
        const buffer = Buffer.alloc(16_384);
        const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
        return spawnError + buffer.toString('utf8', 0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}

function openLog(file: string): number {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maximumLogBytes) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** Stops the server on this data folder, if one runs: fast, and if that takes too long immediately (it recovers at the next start). */
export async function stopServer({ files, binaries }: Pick<ServerEnvironment, 'files' | 'binaries'>): Promise<void> {
  for (const [mode, signal, patience] of [
    ['fast', 'SIGINT', fastShutdownMilliseconds],
    ['immediate', 'SIGQUIT', immediateShutdownMilliseconds],
  ] as const) {
    const postmaster = await findPostmaster(files.cluster);
    if (postmaster === null) return;
    await requestStop(postmaster.pid, mode, signal, files, binaries);
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if ((await findPostmaster(files.cluster)) === null) return;
      await sleep(5);
    }
  }
  throw new Error(`The PostgreSQL server on ${files.cluster} does not stop.`);
}

async function requestStop(
  pid: number,
  mode: string,
  signal: NodeJS.Signals,
  files: PostgresFiles,
  binaries: ServerBinaries,
): Promise<void> {
  if (process.platform === 'win32') {
    // Windows knows no signals: process.kill would end the server without its shutdown.
    await promisify(execFile)(binaries.pgCtl, ['stop', '-W', '-m', mode, '-D', files.cluster]);
    return;
  }
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
