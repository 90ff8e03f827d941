import { afterAll, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { startServerProcess, type ServerProcess } from './testing/server-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

let running: ServerProcess | undefined;

afterAll(async () => {
  await running?.kill();
});

it('in a thread of its own the server serves, stores and stops', async () => {
  const dataFolder = await temporaryFolder();
  running = await startServerProcess(dataFolder, 'testing/threaded-server.ts');
  const client = await MongoClient.connect(running.url);
  await client.db('d').collection('c').insertOne({ n: 1 });
  await client.close();
  await running.stop();

  running = await startServerProcess(dataFolder, 'testing/threaded-server.ts');
  const again = await MongoClient.connect(running.url);
  expect(await again.db('d').collection('c').countDocuments({ n: 1 })).toBe(1);
  await again.close();
  await running.stop();
});
