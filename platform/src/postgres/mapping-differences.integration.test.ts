import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { startTemporaryPostgres, type RunningPostgres } from '@polyphony/embedded/postgres';
import { silentLogger } from '../logging/index.ts';
import { createOrm } from './create-orm.ts';
import { mappingDifferences } from './mapping-differences.ts';
import { Author, Book, CreateAuthors, CreateBooks } from './testing/books.ts';

let postgres: RunningPostgres;
let orm: MikroORM;

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
  orm = await createOrm({
    url: postgres.url,
    schema: 'compared',
    entities: [Author, Book],
    migrations: [CreateAuthors, CreateBooks],
    log: silentLogger,
  });
});
afterAll(async () => {
  await orm.close();
  await postgres.close();
});

describe('mappingDifferences', () => {
  it('finds none where entities and tables agree', async () => {
    expect(await mappingDifferences(orm)).toEqual([]);
  });

  it('names columns that one side lacks or that one side lets be null', async () => {
    await orm.em.fork().execute('ALTER TABLE books ADD COLUMN pages int');
    await orm.em.fork().execute('ALTER TABLE books DROP COLUMN title');
    await orm.em.fork().execute('ALTER TABLE authors ALTER COLUMN name DROP NOT NULL');
    expect(await mappingDifferences(orm)).toEqual([
      'authors.name: nullable in the table only',
      'books.pages: no entity maps it',
      'books.title: no migration creates it',
    ]);
  });
});
