import { parentPort, workerData } from 'node:worker_threads';
import { startWireServer } from './wire-server.ts';
import type { ThreadMessage } from './server-thread.ts';

const { dataFolder, port } = workerData as { dataFolder: string; port: number };
// A thread's port has no target origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const tell = (message: ThreadMessage): void => parentPort!.postMessage(message);

try {
  const server = await startWireServer({ dataFolder, port, log: message => tell({ kind: 'log', message }) });
  parentPort!.once('message', () => void server.close().then(() => parentPort!.close()));
  tell({ kind: 'listening', port: server.port });
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
