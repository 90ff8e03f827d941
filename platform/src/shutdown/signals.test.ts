import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const fileUrl = (file: string) => pathToFileURL(path.resolve(import.meta.dirname, file)).href;

/** A process whose only shutdown step takes that long, once it listens for signals. */
async function startProcess(stepMs: number) {
  const code = `
    import { createShutdown, shutDownOnSignals } from ${JSON.stringify(fileUrl('index.ts'))};
    import { silentLogger } from ${JSON.stringify(fileUrl('../logging/index.ts'))};
    const shutdown = createShutdown(silentLogger);
    shutdown.onShutdown('step', async () => {
      await new Promise(resolve => setTimeout(resolve, ${stepMs}));
      console.log('step done');
    });
    shutDownOnSignals(shutdown);
    setInterval(() => {}, 1000);
    console.log('listening');`;
  const hook = fileUrl('../../../scripts/typescript-hook.mjs');
  const child = spawn(process.execPath, ['--import', hook, '--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', chunk => (output += String(chunk)));
  const exited = once(child, 'exit').then(([exitCode]) => ({ exitCode: exitCode as number, output }));
  await once(child.stdout, 'data');
  return { child, exited };
}

describe('signals', () => {
  it('shut down in order, also when one Ctrl-C arrives several times', async () => {
    const { child, exited } = await startProcess(300);
    child.kill('SIGINT');
    await new Promise(resolve => setTimeout(resolve, 50));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await exited).toEqual({ exitCode: 0, output: 'listening\nstep done\n' });
  });

  it('end the process at once when somebody asks again later', async () => {
    const { child, exited } = await startProcess(30_000);
    child.kill('SIGINT');
    await new Promise(resolve => setTimeout(resolve, 1200));
    child.kill('SIGINT');
    expect(await exited).toEqual({ exitCode: 1, output: 'listening\n' });
  });
});
