// Runs the development MongoDB as a process of its own: arguments are the data folder and, optionally, the port.
import { startMongoServer } from './index.ts';

const [dataFolder, port = '0'] = process.argv.slice(2);
if (dataFolder === undefined) {
  console.error('usage: main.ts DATA_FOLDER [PORT]');
  process.exit(2);
}
const server = await startMongoServer({ dataFolder, port: Number(port), log: message => console.error(message) });
console.log(server.url);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void server.close().then(() => process.exit(0)));
