// Runs the server in a worker thread, for the test of that; the argument is the data folder.
import { startMongoServer } from '../index.ts';

const server = await startMongoServer({
  dataFolder: process.argv[2]!,
  thread: true,
  log: message => console.error(message),
});
console.log(server.url);
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
