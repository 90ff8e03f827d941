// A process of its own for the tests: migrates the given database and says how many migrations it applied itself.
import { silentLogger } from '../../logging/index.ts';
import { createOrm } from '../create-orm.ts';
import { Author, Book, CreateAuthors, CreateBooks } from './books.ts';

const [url = ''] = process.argv.slice(2);
let applied = 0;
const log = silentLogger.child({});
log.info = () => void applied++;
const orm = await createOrm({
  url,
  schema: 'books',
  entities: [Author, Book],
  migrations: [CreateAuthors, CreateBooks],
  log,
});
await orm.close();
console.log(applied);
