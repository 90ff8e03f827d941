import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { CommandAnswer, CommandCall } from './commands.ts';
import type { ProcessMemory } from './probe.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const imported = ['../../../scripts/typescript-hook.mjs', 'probe.ts', 'profile.ts'].map(file =>
  path.join(import.meta.dirname, file),
);

export interface MeasuredProcessOptions {
  /** What error messages call it. */
  name: string;
  /** A file of the benchmark's folder, TypeScript or plain JavaScript. */
  file: string;
  args?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  nodeOptions?: readonly string[];
}

/** A process of a benchmark that answers commands and says what it uses. */
export interface MeasuredProcess extends AsyncDisposable {
  readonly name: string;
  readonly pid: number;
  /** Calls a command that the process offers. @throws Error with the process's own error, or when it ended. */
  call<Output>(command: string, input?: unknown): Promise<Output>;
  /** CPU used since its start, in milliseconds. */
  cpu(): Promise<number>;
  memory(): Promise<ProcessMemory>;
  handles(): Promise<Record<string, number>>;
  /** The latest it printed. */
  output(): string;
}

/** Whoever is benchmarking and ends, however abruptly, takes its processes along. */
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));

/** Starts a file in a Node process of its own, as in production, with only the given environment. */
export function startMeasuredProcess({
  name,
  file,
  args = [],
  environment = {},
  nodeOptions = [],
}: MeasuredProcessOptions): MeasuredProcess {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--disable-warning=DeprecationWarning',
      '--expose-gc',
      ...nodeOptions,
      ...imported.flatMap(module => ['--import', `file://${module}`]),
      path.join(root, 'bench/gateway', file),
      ...args,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '',
        NODE_ENV: 'production',
        // Nobody measured here has anything to report to its maker.
        APOLLO_TELEMETRY_DISABLED: 'true',
        ...environment,
      },
    },
  );
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-8192)));

  let nextId = 0;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  child.on('message', message => {
    const { id, output: value, error } = message as CommandAnswer;
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) waiter?.resolve(value);
    else waiter?.reject(new Error(`${name}: ${error}`));
  });
  const ended = once(child, 'exit').finally(() => {
    running.delete(child);
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended:\n${output}`));
    waiting.clear();
  });
  ended.catch(() => undefined);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  async function call<Output>(command: string, input?: unknown): Promise<Output> {
    if (hasEnded() || !child.connected) throw new Error(`${name} ended:\n${output}`);
    const id = (nextId += 1);
    const waiter = Promise.withResolvers<unknown>();
    waiting.set(id, waiter);
    child.send({ id, name: command, input } satisfies CommandCall);
    return (await waiter.promise) as Output;
  }

  return {
    name,
    pid: child.pid ?? 0,
    call,
    cpu: () => call('cpu'),
    memory: () => call('memory'),
    handles: () => call('handles'),
    output: () => output,
    async [Symbol.asyncDispose]() {
      if (hasEnded()) return;
      const impatience = setTimeout(() => child.kill('SIGKILL'), 3000);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(impatience);
    },
  };
}
