// Runs jest and closes with the line `N passed, N failed`. Arguments: names of jest projects, then jest's own options.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);
const jest = path.join(path.dirname(require.resolve('jest/package.json')), 'bin/jest.js');
const known = ['unit', 'integration', 'e2e'];
const projects = process.argv.slice(2).filter(argument => known.includes(argument));
const rest = process.argv.slice(2).filter(argument => !known.includes(argument));

const folder = mkdtempSync(path.join(tmpdir(), 'polyphony-test-'));
const output = path.join(folder, 'result.json');
const child = spawn(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    '--experimental-vm-modules',
    jest,
    ...(projects.length > 0 ? ['--selectProjects', ...projects] : []),
    '--json',
    `--outputFile=${output}`,
    ...rest,
  ],
  // Jest prints its report on stderr; with --json it would repeat the whole result on stdout.
  { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_ENV: 'test' } },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));

child.on('exit', code => {
  let passed = 0;
  let failed = 1;
  try {
    const result = JSON.parse(readFileSync(output, 'utf8'));
    passed = result.numPassedTests;
    failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  } catch {
    console.error('Jest left no result: it did not run to its end.');
  }
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0 && failed === 0) failed = 1;
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
});
