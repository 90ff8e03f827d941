import { Worker } from 'node:worker_threads';
import type { WireServer } from './wire-server.ts';

/** What the thread tells: that it listens, that it could not start, or something to log. */
export type ThreadMessage =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'log'; readonly message: string };

/** Starts the server in a thread of its own; its TypeScript is run by the hook this process was started with. */
export async function startServerThread(options: {
  dataFolder: string;
  port: number;
  log: (message: string) => void;
}): Promise<WireServer> {
  const { dataFolder, port, log } = options;
  const worker = new Worker(new URL('./server-thread.worker.ts', import.meta.url), {
    workerData: { dataFolder, port },
  });
  const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()));
  const listeningPort = await new Promise<number>((resolve, reject) => {
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'listening') resolve(message.port);
      else if (message.kind === 'failed') reject(new Error(message.message));
      else log(message.message);
    });
    worker.on('error', error => {
      log(`The MongoDB thread failed: ${error instanceof Error ? error.message : String(error)}`);
      reject(error);
    });
    void exited.then(() => reject(new Error('The MongoDB thread ended before it listened')));
  });
  return {
    port: listeningPort,
    close: async () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      worker.postMessage('close');
      await exited;
    },
  };
}
