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

interface HolderOptions {
  port?: number;
  /** Runs as this system user. */
  uid?: number;
}

/** Starts the process without waiting for anything. */
export function spawnHolder(dataFolder: string, { port = 0, uid }: HolderOptions = {}) {
  const hook = path.join(root, 'scripts/typescript-hook.mjs');
  const script = path.join(import.meta.dirname, 'hold-postgres.ts');
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', hook, script, dataFolder, String(port)],
    { cwd: '/', detached: true, stdio: ['pipe', 'pipe', 'pipe'], ...(uid === undefined ? {} : { uid, gid: uid }) },
  );
}

/** Starts the process and waits until its server is ready. */
export async function holdPostgres(dataFolder: string, options: HolderOptions = {}): Promise<HeldPostgres> {
  const child = spawnHolder(dataFolder, options);
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
