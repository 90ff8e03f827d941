import 'reflect-metadata';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { startTemporaryPostgres, type RunningPostgres } from '@polyphony/embedded/postgres';
import { checkHealth } from '../health/index.ts';
import { silentLogger } from '../logging/index.ts';
import { createOrm, type OrmOptions } from './create-orm.ts';
import { postgresHealth } from './postgres.health.ts';
import { countQueries } from './query-counter.ts';
import { Author, Book, CreateAuthors, CreateBooks, FailsHalfway } from './testing/books.ts';

jest.setTimeout(30_000);

let postgres: RunningPostgres;
const open: MikroORM[] = [];

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
});

afterAll(async () => {
  for (const orm of open) await orm.close();
  await postgres.close();
});

async function create(schema: string, options: Partial<OrmOptions> = {}): Promise<MikroORM> {
  const orm = await createOrm({
    url: postgres.url,
    schema,
    entities: [Author, Book],
    migrations: [CreateAuthors, CreateBooks],
    log: silentLogger,
    ...options,
  });
  open.push(orm);
  return orm;
}

async function migrationsIn(orm: MikroORM, schema: string): Promise<string[]> {
  const rows = await orm.em.fork().execute<{ name: string }[]>(`SELECT name FROM "${schema}".migrations ORDER BY id`);
  return rows.map(row => row.name);
}

describe('createOrm', () => {
  it('keeps the tables and applied migrations of each subgraph in its own schema', async () => {
    const first = await create('first');
    const second = await create('second', { entities: [Author], migrations: [CreateAuthors] });
    await first.em.fork().insert(Author, { id: crypto.randomUUID(), name: 'Lão Tử' });
    expect(await first.em.fork().count(Author)).toBe(1);
    expect(await second.em.fork().count(Author)).toBe(0);
    expect(await migrationsIn(first, 'first')).toEqual(['CreateAuthors', 'CreateBooks']);
    expect(await migrationsIn(second, 'second')).toEqual(['CreateAuthors']);
    const [row] = await second.em.fork().execute<{ path: string }[]>(`SELECT current_setting('search_path') AS path`);
    expect(row?.path).toBe('second, public');
  });

  it('applies each migration once when many processes start at the same time', async () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    const script = path.join(import.meta.dirname, 'testing/migrate-books.ts');
    const migrate = () =>
      promisify(execFile)(process.execPath, [
        '--disable-warning=ExperimentalWarning',
        '--import',
        path.join(root, 'scripts/typescript-hook.mjs'),
        script,
        postgres.url,
      ]);
    const [one, other] = await Promise.all([migrate(), migrate(), create('books'), create('books')]);
    const here = await create('books');
    expect(await migrationsIn(here, 'books')).toEqual(['CreateAuthors', 'CreateBooks']);
    expect(Number(one.stdout) + Number(other.stdout)).toBeLessThanOrEqual(2);
  });

  it('leaves nothing of a failed start behind, and a later start carries on', async () => {
    await expect(create('failing', { migrations: [CreateAuthors, FailsHalfway] })).rejects.toThrow(/division by zero/);
    const orm = await create('failing');
    expect(await migrationsIn(orm, 'failing')).toEqual(['CreateAuthors', 'CreateBooks']);
    const [row] = await orm.em
      .fork()
      .execute<{ half: string | null }[]>(`SELECT to_regclass('failing.half_made') AS half`);
    expect(row?.half).toBeNull();
  });

  it('refuses two migrations of one name', async () => {
    await expect(create('twice', { migrations: [CreateAuthors, CreateAuthors] })).rejects.toThrow(/Two migrations/);
  });
});

describe('countQueries', () => {
  it('sees a constant number of queries for a joined read, whatever the number of rows', async () => {
    const orm = await create('counted');
    const writing = orm.em.fork();
    for (let index = 0; index < 20; index++) {
      writing.create(Book, { title: `Book ${index}`, author: writing.create(Author, { name: `Author ${index}` }) });
    }
    const counter = countQueries(orm);
    await writing.flush();
    expect(counter.take()).toHaveLength(2);

    const books = await orm.em.fork().find(Book, {}, { populate: ['author'], strategy: 'select-in' });
    expect(books.map(book => book.author.name)).toContain('Author 19');
    expect(counter.take()).toHaveLength(2);
    counter.stop();
    await orm.em.fork().count(Book);
    expect(counter.take()).toEqual([]);
  });
});

describe('postgresHealth', () => {
  it('is healthy while the server answers and not after the connection is closed', async () => {
    const orm = await createOrm({
      url: postgres.url,
      schema: 'healthy',
      entities: [Author],
      migrations: [],
      log: silentLogger,
    });
    expect(await checkHealth([postgresHealth(orm)])).toEqual([{ name: 'postgresql', healthy: true, detail: null }]);
    await orm.close();
    expect(await checkHealth([postgresHealth(orm)])).toEqual([
      { name: 'postgresql', healthy: false, detail: 'no connection' },
    ]);
  });
});
