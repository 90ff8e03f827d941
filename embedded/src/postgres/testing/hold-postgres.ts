// A process of its own for the tests: starts PostgreSQL on the given data folder, inserts rows for as long as it lives and
// prints the number of each row once it is acknowledged. A line on stdin makes it close.
import pg from 'pg';
import { startPostgres } from '../index.ts';

const [dataFolder = '', port = '0'] = process.argv.slice(2);
const server = await startPostgres({ dataFolder, port: Number(port), log: message => console.error(message) });
const client = new pg.Client({ connectionString: server.url });
client.on('error', () => {});
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS acknowledged (id bigserial PRIMARY KEY, pid int)');
console.log(`ready ${server.url}`);

const closing = new AbortController();
process.stdin.once('data', () => closing.abort());
while (!closing.signal.aborted) {
  const { rows } = await client.query<{ id: string }>('INSERT INTO acknowledged (pid) VALUES ($1) RETURNING id', [
    process.pid,
  ]);
  console.log(rows[0]?.id);
}
await client.end();
await server.close();
process.exit(0);
