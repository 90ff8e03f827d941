import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');
const hook = path.join(root, 'scripts/typescript-hook.mjs');

/** Whoever started processes and ends, however abruptly, takes them along. */
const running = new Set<number>();
process.on('exit', () => running.forEach(killGroup));

export interface WorkspaceProcess {
  readonly pid: number;
  /** The first capture of the pattern in a line that the process printed, or prints within the time limit. */
  printed(pattern: RegExp, timeoutMs?: number): Promise<string>;
  output(): string;
  /** SIGTERM to the process, and waits for its end. */
  stop(): Promise<number | null>;
  /** SIGKILL to the process and all its children. */
  kill(): Promise<void>;
}

/** Starts a TypeScript file of the workspace as a process group of its own, with only the given environment beside PATH and HOME. */
export function startProcess(
  file: string,
  { args = [], environment }: { args?: string[]; environment: Record<string, string> },
): WorkspaceProcess {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', `file://${hook}`, path.join(root, file), ...args],
    {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    },
  );
  const lines = collectLines(child);
  const exited = once(child, 'exit');
  exited.catch(() => undefined);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} could not be started.`);
  running.add(pid);
  child.once('exit', () => running.delete(pid));

  return {
    pid,
    output: () => lines.all.join('\n'),
    async printed(pattern, timeoutMs = 60_000) {
      const deadline = AbortSignal.timeout(timeoutMs);
      for (;;) {
        const changed = lines.changed();
        for (const line of lines.all) {
          const match = pattern.exec(line);
          if (match) return match[1] ?? match[0];
        }
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`${file} ended:\n${lines.all.join('\n')}`);
        if (deadline.aborted) throw new Error(`${file} did not print ${pattern} in time:\n${lines.all.join('\n')}`);
        await Promise.race([changed, exited, new Promise(resolve => setTimeout(resolve, 100))]);
      }
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
    async kill() {
      killGroup(pid);
      await exited;
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Everybody of the group is gone already.
  }
}

function collectLines(child: ChildProcess) {
  const all: string[] = [];
  let next = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', line => {
      all.push(line);
      next.resolve();
      next = Promise.withResolvers();
    });
  }
  return { all, changed: () => next.promise };
}
