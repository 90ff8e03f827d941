import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A server that a test started. */
export interface ChildServer {
  readonly port: number;
  /** Its own, emptied by `stop`. */
  readonly folder: string;
  /** Sends the signal and waits for the end; the folder stays. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

export interface ChildServerOptions {
  command: string;
  arguments(server: { port: number; folder: string }): string[];
  /** Whether it takes requests. Called again and again; throwing means not yet. */
  isReady(port: number): Promise<boolean>;
  /** To start again where an earlier one stopped. */
  port?: number;
  folder?: string;
  timeoutMs?: number;
}

/** The full path of a program on PATH, or undefined. */
export function findProgram(name: string): string | undefined {
  if (path.isAbsolute(name)) return existsSync(name) ? name : undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map(folder => path.join(folder, name)).find(file => existsSync(file));
}

/** A port of 127.0.0.1 that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a server on a free port with a temporary folder. @throws Error with its output when it does not get ready. */
export async function startChildServer(options: ChildServerOptions): Promise<ChildServer> {
  const port = options.port ?? (await freePort());
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'polyphony-engine-')));
  const child = spawn(options.command, options.arguments({ port, folder }), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => void (output = (output + chunk.toString()).slice(-4000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let failure: Error | undefined;
  child.on('error', error => (failure = error));
  const onExit = () => child.kill('SIGKILL');
  process.on('exit', onExit);

  const kill = async (signal: NodeJS.Signals) => {
    process.off('exit', onExit);
    await end(child, signal);
  };
  const stop = async () => {
    await kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  const deadline = performance.now() + (options.timeoutMs ?? 30_000);
  while (!(await options.isReady(port).catch(() => false))) {
    if (failure !== undefined || child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`${options.command} did not get ready: ${failure?.message ?? output}`);
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return { port, folder, kill, stop };
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
