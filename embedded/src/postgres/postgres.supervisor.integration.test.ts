import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { copyDataFolder } from './data-folder.copy.ts';
import { findPostmaster } from './postmaster.file.ts';
import { startPostgres, type RunningPostgres } from './postgres.supervisor.ts';
import { findFreePort } from './free-port.ts';
import { findBinaries } from './server.binaries.ts';
import { stopServer } from './server.process.ts';
import { openDataFolder } from './postgres.files.ts';
import { prepareTemplate } from './temporary-postgres.ts';
import { temporaryRoot } from './temporary-root.ts';
import { holdPostgres, spawnHolder, type HeldPostgres } from './testing/held-postgres.ts';

jest.setTimeout(30_000);

let parent: string;
let dataFolder: string;
let held: HeldPostgres[];
const isRoot = process.getuid?.() === 0;

/** Spares a test that is not about it the second that initdb takes. */
async function useInitializedFolder(): Promise<void> {
  copyDataFolder((await prepareTemplate()).folder, dataFolder);
}

beforeEach(async () => {
  parent = await mkdtemp(path.join(temporaryRoot(), 'polyphony-postgres-test-'));
  dataFolder = path.join(parent, 'data');
  held = [];
});

afterEach(async () => {
  for (const holder of held) await holder.kill();
  if (existsSync(dataFolder))
    await stopServer({ files: await openDataFolder(dataFolder), binaries: findBinaries(null) });
  await rm(parent, { recursive: true, force: true });
});

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

async function hold(options?: { port?: number; uid?: number }): Promise<HeldPostgres> {
  const holder = await holdPostgres(dataFolder, options);
  held.push(holder);
  return holder;
}

async function untilRows(holder: HeldPostgres, count: number): Promise<void> {
  while (holder.acknowledged.length < count) await sleep(5);
}

async function storedIds(url: string): Promise<Set<number>> {
  const rows = await query<{ id: string }>(url, 'SELECT id FROM acknowledged');
  return new Set(rows.map(row => Number(row.id)));
}

const runningPid = async () => (await findPostmaster(path.join(dataFolder, 'cluster')))?.pid ?? null;

async function untilNotRunning(): Promise<void> {
  while ((await runningPid()) !== null) await sleep(5);
}

describe('startPostgres', () => {
  it('initialises an empty folder, stops on close and keeps the data for a warm start', async () => {
    const messages: string[] = [];
    const first = await startPostgres({ dataFolder, log: message => messages.push(message) });
    await query(first.url, `CREATE TABLE kept AS SELECT 'Đà Nẵng' AS name`);
    await first.close();
    expect(await runningPid()).toBeNull();

    const started = performance.now();
    const second = await startPostgres({ dataFolder, log: message => messages.push(message) });
    const warm = performance.now() - started;
    expect(await query(second.url, 'SELECT lower(name) AS name FROM kept')).toEqual([{ name: 'đà nẵng' }]);
    await second.close();

    console.log(messages.join('\n'));
    expect(messages[0]).toMatch(/initialised and started/);
    expect(warm).toBeLessThan(3_000);
  });

  it('gives the application a durable UTF-8 database in which it is no superuser', async () => {
    await useInitializedFolder();
    const server = await startPostgres({ dataFolder });
    const settings = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
      current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS addresses,
      (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser`;
    expect(await query(server.url, settings)).toEqual([
      { fsync: 'on', commit: 'on', encoding: 'UTF8', addresses: '127.0.0.1', superuser: false },
    ]);
    await query(server.url, 'CREATE SCHEMA mine; CREATE EXTENSION pg_trgm; DROP SCHEMA mine');
    await server.close();
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const server = await startPostgres({ dataFolder });
    const wrong = server.url.replace(/:[^:@]+@/, ':wrong@');
    await expect(query(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    const { mode } = await stat(path.join(dataFolder, 'secret'));
    expect(mode & 0o777).toBe(0o600);
    await server.close();
  });

  it('listens on the port that was asked for, and says so when it is taken', async () => {
    await useInitializedFolder();
    const port = await findFreePort();
    const server = await startPostgres({ dataFolder, port });
    expect(new URL(server.url).port).toBe(String(port));
    dataFolder = path.join(parent, 'other');
    await expect(startPostgres({ dataFolder, port })).rejects.toThrow(`port ${port} is in use`);
    dataFolder = path.join(parent, 'data');
    await server.close();
  });

  it('starts in a folder whose path is longer than a socket name may be', async () => {
    dataFolder = path.join(parent, 'a-folder-with-a-long-name'.repeat(6), 'data');
    const server = await startPostgres({ dataFolder });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.close();
  });

  it('refuses data of another major version with the way out', async () => {
    await useInitializedFolder();
    await (await startPostgres({ dataFolder })).close();
    await writeFile(path.join(dataFolder, 'cluster/PG_VERSION'), '17\n');
    await expect(startPostgres({ dataFolder })).rejects.toThrow(/holds data of PostgreSQL 17.*dump it/s);
  });
});

describe('after kill -9', () => {
  it('of the process group, joins the orphaned server and finds every acknowledged row', async () => {
    await useInitializedFolder();
    const holder = await hold();
    await untilRows(holder, 50);
    const orphan = await runningPid();
    await holder.kill();

    const messages: string[] = [];
    const server = await startPostgres({ dataFolder, log: message => messages.push(message) });
    expect(messages[0]).toMatch(/joined/);
    expect(await runningPid()).toBe(orphan);
    const stored = await storedIds(server.url);
    expect(holder.acknowledged.filter(id => !stored.has(id))).toEqual([]);
    await server.close();
    expect(await runningPid()).toBeNull();
  });

  it('of everything, recovers every acknowledged row over the stale postmaster.pid', async () => {
    await useInitializedFolder();
    const holder = await hold();
    await untilRows(holder, 50);
    const pid = await runningPid();
    process.kill(pid!, 'SIGKILL');
    await holder.kill();
    expect(existsSync(path.join(dataFolder, 'cluster/postmaster.pid'))).toBe(true);

    const server = await startPostgres({ dataFolder });
    const stored = await storedIds(server.url);
    expect(holder.acknowledged.filter(id => !stored.has(id))).toEqual([]);
    await server.close();
  });

  it('starts although the number in the stale postmaster.pid now belongs to another living process', async () => {
    await useInitializedFolder();
    const holder = await hold();
    const pid = await runningPid();
    process.kill(pid!, 'SIGKILL');
    await holder.kill();
    await untilNotRunning();
    // A second server, on a folder of its own, is a living process of the same account.
    const stranger = await startPostgres({ dataFolder: path.join(parent, 'stranger') });
    const strangerPid = (await findPostmaster(path.join(parent, 'stranger/cluster')))!.pid;
    const file = path.join(dataFolder, 'cluster/postmaster.pid');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(strangerPid)));

    const server = await startPostgres({ dataFolder });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await findPostmaster(path.join(parent, 'stranger/cluster')))!.pid).toBe(strangerPid);
    await server.close();
    await stranger.close();
  });

  it('during initdb, starts afresh and clears the remains away', async () => {
    const child = spawnHolder(dataFolder);
    const ended = once(child, 'exit');
    const partials = () =>
      existsSync(dataFolder) ? readdirSync(dataFolder).filter(name => name.startsWith('initializing-')) : [];
    while (partials().length === 0) await sleep(5);
    await sleep(100);
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
    expect(partials()).toHaveLength(1);
    expect(existsSync(path.join(dataFolder, 'cluster'))).toBe(false);

    const server = await startPostgres({ dataFolder });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(partials()).toEqual([]);
    await server.close();
  });

  it('of the server alone, starts it again under the same URL', async () => {
    await useInitializedFolder();
    const messages: string[] = [];
    const server = await startPostgres({ dataFolder, log: message => messages.push(message) });
    await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    process.kill((await runningPid())!, 'SIGKILL');
    while (!messages.some(message => message.includes('runs again'))) await sleep(10);
    expect(await query(server.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await server.close();
    expect(await runningPid()).toBeNull();
  });

  it('moves an orphan to the port that is asked for', async () => {
    await useInitializedFolder();
    await (await hold()).kill();
    const port = await findFreePort();
    const server = await startPostgres({ dataFolder, port });
    expect(new URL(server.url).port).toBe(String(port));
    await storedIds(server.url);
    await server.close();
  });
});

describe('two processes on one data folder', () => {
  it('start at once on an empty folder, share the server, and only the last to close stops it', async () => {
    const [other, server] = await Promise.all([hold(), startPostgres({ dataFolder })]);
    expect(other.url).toBe(server.url);
    await untilRows(other, 5);
    await server.close();
    const before = other.acknowledged.length;
    await untilRows(other, before + 5);
    await other.close();
    expect(await runningPid()).toBeNull();
  });

  it('a start during the close of the last user waits and starts the server again', async () => {
    await useInitializedFolder();
    let server: RunningPostgres = await startPostgres({ dataFolder });
    for (let round = 0; round < 3; round++) {
      const [, next] = await Promise.all([server.close(), startPostgres({ dataFolder })]);
      expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      server = next;
    }
    await server.close();
  });

  it('does not move a server that another process uses to another port', async () => {
    await useInitializedFolder();
    const server = await startPostgres({ dataFolder });
    await expect(startPostgres({ dataFolder, port: await findFreePort() })).rejects.toThrow(/for another process/);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.close();
  });
});

// Only root can be other users, and only root has to.
if (isRoot) {
  describe('the system user', () => {
    it('is another than root, and the parents of the data folder may be closed to it', async () => {
      await chmod(parent, 0o700);
      const server = await startPostgres({ dataFolder });
      const { uid } = await stat(`/proc/${await runningPid()}`);
      expect(uid).not.toBe(0);
      await server.close();
    });

    it('stays the one that owns the data, and no other may use it', async () => {
      const nobody = 65_534;
      await useInitializedFolder();
      const holder = await hold();
      const owner = (await stat(`/proc/${await runningPid()}`)).uid;
      await holder.close();
      expect((await stat(path.join(dataFolder, 'cluster'))).uid).toBe(owner);
      await chmod(parent, 0o755);
      await expect(holdPostgres(dataFolder, { uid: nobody })).rejects.toThrow(/belongs to another system user/);
    });

    it('may be an ordinary one that needs no root at all', async () => {
      // Compiles what the ordinary user then only reads.
      const nobody = 65_534;
      await (await hold()).close();
      await rm(dataFolder, { recursive: true });
      await chown(parent, nobody, nobody);
      const holder = await hold({ uid: nobody });
      expect((await stat(`/proc/${await runningPid()}`)).uid).toBe(nobody);
      await untilRows(holder, 5);
      await holder.kill();

      const again = await hold({ uid: nobody });
      await untilRows(again, 5);
      await again.close();
      expect(await runningPid()).toBeNull();
    });
  });
}

it('closes a second time without doing anything', async () => {
  await useInitializedFolder();
  const server = await startPostgres({ dataFolder });
  const port = Number(new URL(server.url).port);
  await server.close();
  await server.close();
  const refused = await new Promise(resolve => {
    connect(port, '127.0.0.1')
      .once('connect', () => resolve(false))
      .once('error', () => resolve(true));
  });
  expect(refused).toBe(true);
});
