import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../../../..');

/** Another process that runs `hold-postgres.ts`, in a process group of its own. */
export interface HeldPostgres {
  readonly process: ChildProcess;
  readonly url: string;
  /** Ids of the rows it saw acknowledged. */
  readonly acknowledged: readonly number[];
  /** Asks it to close and waits for its end. */
  close(): Promise<void>;
  /** Kills it and everything in its process group with SIGKILL. */
  kill(): Promise<void>;
}

/** Starts the process, as another system user when `uid` is given. */
export async function holdPostgres(
  dataFolder: string,
  options: { port?: number; uid?: number } = {},
): Promise<HeldPostgres> {
  const { port = 0, uid } = options;
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--import',
      path.join(root, 'scripts/typescript-hook.mjs'),
      path.join(import.meta.dirname, 'hold-postgres.ts'),
      dataFolder,
      String(port),
    ],
    { cwd: '/', detached: true, stdio: ['pipe', 'pipe', 'pipe'], ...(uid === undefined ? {} : { uid, gid: uid }) },
  );
  const ended = once(child, 'exit');
  const acknowledged: number[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', line => {
      if (line.startsWith('ready ')) resolve(line.slice('ready '.length));
      else acknowledged.push(Number(line));
    });
    child.once('exit', () => reject(new Error(`The process ended before it was ready:\n${errors}`)));
  });
  return {
    process: child,
    url,
    acknowledged,
    async close() {
      child.stdin.write('close\n');
      await ended;
    },
    async kill() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, 'SIGKILL');
      await ended;
    },
  };
}
