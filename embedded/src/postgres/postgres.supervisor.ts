import { setTimeout as sleep } from 'node:timers/promises';
import { applicationName, initializeCluster } from './cluster.initializer.ts';
import { findFreePort } from './free-port.ts';
import { findPostmaster } from './postmaster.file.ts';
import { openDataFolder, readPasswords } from './postgres.files.ts';
import { findBinaries } from './server.binaries.ts';
import { ServerLease } from './server.lease.ts';
import { launchServer, stopServer, type LaunchedServer, type ServerEnvironment } from './server.process.ts';
import { chooseAccount } from './system.account.ts';

export interface PostgresOptions {
  /** Folder that holds everything of this server; created when missing. */
  dataFolder: string;
  /** TCP port on 127.0.0.1; 0, the default, takes a free one (or the one of a server that already runs on the folder). */
  port?: number;
  log?: (message: string) => void;
}

/** A running server. `url` stays right even when the server crashes and is started again. */
export interface RunningPostgres {
  readonly url: string;
  /** Stops the server, unless other processes still use it. */
  close(): Promise<void>;
}

const startTimeoutMilliseconds = 60_000;

/** Reasons that pass by themselves: a predecessor is still going down, or another process started the server first. */
const passingReasons = /postmaster\.pid" already exists|pre-existing shared memory block|is in use by another process/;
const portTaken = /could not bind|Address already in use/;

/**
 * Starts the embedded PostgreSQL on a data folder, or joins the one that already runs on it: left behind by a killed process,
 * or started by another Polyphony. Several processes may share a folder; whoever closes last stops the server. While at
 * least one process is there, a crashed server is started again.
 *
 * @throws when it cannot run here, with the reason and what to do about it
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  return supervise({ ...options, durable: true });
}

/** `startPostgres`, with the choice to give up durability for speed, which only tests may make. */
export async function supervise({
  dataFolder,
  port = 0,
  log = () => {},
  durable,
}: PostgresOptions & { durable: boolean }): Promise<RunningPostgres> {
  const startedAt = performance.now();
  const files = await openDataFolder(dataFolder);
  const account = await chooseAccount(files.cluster);
  const environment: ServerEnvironment = { files, account, binaries: findBinaries(account), durable };
  const initialized = await initializeCluster(environment);
  const { application } = await readPasswords(files);
  const urlAt = (port: number) => `postgres://${applicationName}:${application}@127.0.0.1:${port}/${applicationName}`;

  const server = await joinServer(environment, port, urlAt);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(2);
  const how = server.launched ? (initialized ? 'initialised and started' : 'started') : 'joined';
  log(`PostgreSQL ${environment.binaries.version} ${how} on 127.0.0.1:${server.port} in ${seconds} s`);

  let lease = server.lease;
  let restarting: Promise<void> | undefined;
  let closing: Promise<void> | undefined;
  const stopRetrying = new AbortController();
  watch();

  function watch(): void {
    void lease.lost.then(() => (restarting = closing === undefined ? restart() : Promise.resolve()));
  }

  async function restart(): Promise<void> {
    log('PostgreSQL has stopped unexpectedly: starting it again');
    while (!stopRetrying.signal.aborted) {
      try {
        ({ lease } = await joinServer(environment, server.port, urlAt));
        log(`PostgreSQL runs again on 127.0.0.1:${server.port}`);
        return watch();
      } catch (error) {
        log(`PostgreSQL could not be started again: ${(error as Error).message}`);
        await sleep(1_000, undefined, { signal: stopRetrying.signal }).catch(() => {});
      }
    }
  }

  async function close(): Promise<void> {
    stopRetrying.abort();
    await restarting;
    const last = await lease.becomeLast();
    if (last) await stopServer(environment);
    await lease.disconnect();
    log(last ? 'PostgreSQL stopped' : 'PostgreSQL left to its other users');
  }
  return { url: urlAt(server.port), close: () => (closing ??= close()) };
}

interface JoinedServer {
  readonly lease: ServerLease;
  readonly port: number;
  readonly launched: boolean;
}

/** Joins the server of a cluster, starting it as often as needed until it takes us. */
async function joinServer(
  environment: ServerEnvironment,
  wantedPort: number,
  urlAt: (port: number) => string,
): Promise<JoinedServer> {
  const deadline = Date.now() + startTimeoutMilliseconds;
  let launched: LaunchedServer | null = null;
  while (Date.now() < deadline) {
    const postmaster = await findPostmaster(environment.files.cluster);
    if (postmaster === null && (launched === null || launched.exited())) {
      if (launched !== null) await judgeFailure(launched, wantedPort);
      launched = await launchServer(environment, wantedPort === 0 ? await findFreePort() : wantedPort);
    } else if (postmaster?.ready === true) {
      const { port } = postmaster;
      const lease = await ServerLease.tryAcquire(urlAt(port));
      if (lease !== null && (wantedPort === 0 || wantedPort === port)) {
        return { lease, port, launched: launched !== null && !launched.exited() };
      }
      if (lease !== null) await moveAway(lease, environment, port, wantedPort);
    }
    await sleep(10);
  }
  const reason = launched === null ? '' : `:\n${await launched.readLog()}`;
  throw new Error(`PostgreSQL did not start within ${startTimeoutMilliseconds / 1000} s${reason}`);
}

/** Throws unless trying again may help. */
async function judgeFailure(launched: LaunchedServer, wantedPort: number): Promise<void> {
  const reason = await launched.readLog();
  if (passingReasons.test(reason)) await sleep(50);
  else if (!portTaken.test(reason)) throw new Error(`PostgreSQL does not start:\n${reason}`);
  else if (wantedPort !== 0) throw new Error(`PostgreSQL does not start: port ${wantedPort} is in use.\n${reason}`);
}

/** Stops a server left behind on another port than the one now asked for. */
async function moveAway(
  lease: ServerLease,
  environment: ServerEnvironment,
  port: number,
  wanted: number,
): Promise<void> {
  try {
    if (await lease.becomeLast()) await stopServer(environment);
    else throw new Error(`PostgreSQL runs on port ${port} for another process: it cannot move to port ${wanted}.`);
  } finally {
    await lease.disconnect();
  }
}
