import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = import.meta.dirname;
const stamp = path.join(folder, 'node_modules/.installed-lockfile');

/** Installs the peers where that was not done yet, or their versions have changed since. @throws Error when it fails. */
export function installPeers(): void {
  const lockfile = readFileSync(path.join(folder, 'pnpm-lock.yaml'));
  const hash = createHash('sha256').update(lockfile).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  const { packageManager } = JSON.parse(readFileSync(path.join(folder, '../../../package.json'), 'utf8')) as {
    packageManager: string;
  };
  console.log(`Installing the peers with ${packageManager} ...`);
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
    { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32', env: { ...process.env, CI: 'true' } },
  );
  if (status !== 0) throw new Error(`The peers could not be installed:\n${stdout}\n${stderr}`);
  writeFileSync(stamp, hash);
}
