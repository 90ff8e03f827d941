import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a process holds after collecting its garbage, in bytes, and its open connections. */
export interface Holdings {
  heapUsed: number;
  rss: number;
  open: number;
}

export interface GatewayProcess {
  readonly url: string;
  /** Everything it said on its error output: an unhandled error ends a process with a stack. */
  readonly complaints: () => string;
  readonly isRunning: () => boolean;
  holdings(): Promise<Holdings>;
  /** Resolves with the exit code. */
  close(): Promise<number | null>;
}

/** Starts `gateway.process.ts` under the workspace's TypeScript hook. */
export async function startGatewayProcess(): Promise<GatewayProcess> {
  const hook = pathToFileURL(path.resolve(import.meta.dirname, '../../../scripts/typescript-hook.mjs')).href;
  const file = path.resolve(import.meta.dirname, 'gateway.process.ts');
  const child = spawn(process.execPath, ['--expose-gc', '--import', hook, file], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr!.on('data', chunk => (complaints += String(chunk)));
  const exited = new Promise<number | null>(resolve => child.once('exit', resolve));
  const ask = <Answer>() => Promise.race([messageOf<Answer>(child), failure(exited, () => complaints)]);
  const { url } = await ask<{ url: string }>();
  return {
    url,
    complaints: () => complaints,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    holdings() {
      child.send('holdings');
      return ask<Holdings>();
    },
    async close() {
      if (child.connected) child.disconnect();
      const deadline = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const code = await exited;
      clearTimeout(deadline);
      return code;
    },
  };
}

async function messageOf<Answer>(child: ChildProcess): Promise<Answer> {
  const [message] = (await once(child, 'message')) as [Answer];
  return message;
}

async function failure(exited: Promise<number | null>, complaints: () => string): Promise<never> {
  const code = await exited;
  throw new Error(`The gateway ended with code ${code}:\n${complaints()}`);
}
