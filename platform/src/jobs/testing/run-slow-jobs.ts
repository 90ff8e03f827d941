// A worker process of its own for the tests: takes a slow job, says so, and never ends it.
import { silentLogger } from '../../logging/index.ts';
import { createJobQueue } from '../index.ts';
import { slowJob } from './kinds.ts';

const [url = ''] = process.argv.slice(2);
const queue = await createJobQueue({ url, log: silentLogger, role: 'worker' });
await queue.work(slowJob, async ({ id, attempt, signal }) => {
  console.log(`running ${id} ${attempt}`);
  await new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      console.log(`aborted ${id}`);
      reject(signal.reason as Error);
    });
  });
});
await queue.start();
console.log('ready');
