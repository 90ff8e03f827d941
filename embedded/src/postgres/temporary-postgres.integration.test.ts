import { existsSync } from 'node:fs';
import { chmod, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { findBinaries, reachableCopy } from './server.binaries.ts';
import { chooseAccount } from './system.account.ts';
import { startTemporaryPostgres } from './temporary-postgres.ts';
import { temporaryRoot } from './temporary-root.ts';

jest.setTimeout(30_000);

const ours = async () =>
  (await readdir(temporaryRoot())).filter(name => name.startsWith(`polyphony-postgres-run-${process.pid}-`));

describe('startTemporaryPostgres', () => {
  it('starts servers apart from each other in a fraction of a second and leaves nothing behind', async () => {
    const first = await startTemporaryPostgres();
    const started = performance.now();
    const second = await startTemporaryPostgres();
    console.log(`A temporary PostgreSQL starts in ${(performance.now() - started).toFixed(0)} ms`);

    const client = new pg.Client({ connectionString: first.url });
    client.on('error', () => {});
    await client.connect();
    await client.query('CREATE TABLE only_here (id int)');
    const other = new pg.Client({ connectionString: second.url });
    other.on('error', () => {});
    await other.connect();
    await expect(other.query('SELECT * FROM only_here')).rejects.toMatchObject({ code: '42P01' });
    await Promise.all([client.end(), other.end()]);

    await first.close();
    await second.close();
    expect(await ours()).toEqual([]);
  });
});

// Only root runs PostgreSQL as another user.
if (process.getuid?.() === 0) {
  describe('reachableCopy', () => {
    let closed: string;
    afterAll(() => rm(closed, { recursive: true, force: true }));

    it('copies the programs out of a folder that the system user cannot enter, once', async () => {
      const { postgres, version } = findBinaries(null);
      const account = (await chooseAccount('/nowhere'))!;
      closed = await mkdtemp(path.join(tmpdir(), 'polyphony-closed-'));
      const native = path.join(closed, 'native');
      await cp(path.resolve(postgres, '../..'), native, { recursive: true, verbatimSymlinks: true });
      const open = await mkdtemp(path.join(tmpdir(), 'polyphony-open-'));
      try {
        expect(() => reachableCopy(native, version, account, [])).toThrow(/chmod o\+x/);
        expect(() => reachableCopy(native, version, account, [closed])).toThrow(/chmod o\+x/);
        await chmod(open, 0o755);
        const copy = reachableCopy(native, version, account, [open]);
        expect(path.dirname(copy)).toBe(open);
        expect(existsSync(path.join(copy, 'bin/initdb'))).toBe(true);
        expect(reachableCopy(native, version, account, [open])).toBe(copy);
        expect(await readdir(open)).toHaveLength(1);
      } finally {
        await rm(open, { recursive: true, force: true });
      }
    });
  });
}
