// Generates schema/ and sdk/src/generated again and fails when that changes what is committed.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const generate = spawnSync(process.execPath, [...process.execArgv, path.join(root, 'scripts/generate.mjs')], {
  stdio: 'inherit',
});
if (generate.status !== 0) process.exit(generate.status ?? 1);
const { stdout } = spawnSync('git', ['status', '--porcelain', '--', 'schema', 'sdk/src/generated'], {
  cwd: root,
  encoding: 'utf8',
});
if (stdout.trim() !== '') {
  console.error(`Generated files are not up to date: run "npm run generate" and commit.\n${stdout}`);
  process.exit(1);
}
console.log('Generated files are up to date.');
