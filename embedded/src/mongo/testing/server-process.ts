import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../../../..');

/** A development MongoDB running as a process of its own, which a test may kill. */
export interface ServerProcess {
  readonly url: string;
  /** Ends it as a crash would, without any chance to tidy up. */
  kill(): Promise<void>;
  /** Asks it to end and waits for that. */
  stop(): Promise<void>;
}

/** Starts a script of this folder with the workspace's TypeScript hook; its first line of output is the URL. */
export async function startServerProcess(dataFolder: string, script = 'main.ts'): Promise<ServerProcess> {
  const hook = pathToFileURL(path.join(root, 'scripts/typescript-hook.mjs')).href;
  const file = path.join(import.meta.dirname, '..', script);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', hook, file, dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstLine(child);
  return { url, kill: () => end(child, 'SIGKILL'), stop: () => end(child, 'SIGTERM') };
}

async function firstLine(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout! });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The server ended with code ${code} before it listened`);
  });
  const [line] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  failed.catch(() => undefined);
  return line;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
