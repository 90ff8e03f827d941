// Runs a tool of node_modules/.bin with the Node that runs this: `bin.mjs tsc --noEmit`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [tool, ...rest] = process.argv.slice(2);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const command = path.join(root, 'node_modules/.bin', tool + (process.platform === 'win32' ? '.cmd' : ''));
const { status, error } = spawnSync(command, rest, {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (error) throw error;
process.exit(status ?? 1);
