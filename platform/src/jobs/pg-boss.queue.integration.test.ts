import 'reflect-metadata';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { startTemporaryPostgres, type RunningPostgres } from '@polyphony/embedded/postgres';
import pg from 'pg';
import { silentLogger } from '../logging/index.ts';
import { createOrm } from '../postgres/index.ts';
import { Author, CreateAuthors } from '../postgres/testing/books.ts';
import { createJobQueue, defineJob, type JobQueue } from './index.ts';
import type { JobRole } from './pg-boss.options.ts';
import { countJob, singleTryJob, slowJob } from './testing/kinds.ts';

jest.setTimeout(40_000);

let postgres: RunningPostgres;
let orm: MikroORM;
let client: pg.Client;
const open: JobQueue[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
  orm = await createOrm({
    url: postgres.url,
    schema: 'test',
    entities: [Author],
    migrations: [CreateAuthors],
    log: silentLogger,
  });
  client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(open.splice(0).map(queue => queue.stop({ graceMs: 0 })));
  await client.query('DELETE FROM jobs.job');
});

afterAll(async () => {
  await client.end();
  await orm.close();
  await postgres.close();
});

async function create(role: JobRole): Promise<JobQueue> {
  const queue = await createJobQueue({ url: postgres.url, log: silentLogger, role });
  open.push(queue);
  return queue;
}

async function started(role: JobRole): Promise<JobQueue> {
  const queue = await create(role);
  await queue.start();
  return queue;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

async function stateOf(id: string): Promise<{ state: string; retry_count: number; output: unknown } | undefined> {
  const { rows } = await client.query('SELECT state, retry_count, output FROM jobs.job WHERE id = $1', [id]);
  return rows[0] as { state: string; retry_count: number; output: unknown } | undefined;
}

const untilState = (id: string, state: string) => until(async () => (await stateOf(id))?.state === state);

/** A worker process that holds on to the slow jobs it takes; collects the lines it prints. */
async function startWorkerProcess(): Promise<{ child: ChildProcess; lines: string[] }> {
  const root = path.resolve(import.meta.dirname, '../../..');
  const hook = path.join(root, 'scripts/typescript-hook.mjs');
  const script = path.join(import.meta.dirname, 'testing/run-slow-jobs.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', hook, script, postgres.url],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', line => lines.push(line));
  await until(() => lines.includes('ready'));
  return { child, lines };
}

describe('enqueue', () => {
  it('in a transaction brings the job and the row to life together', async () => {
    const worker = await create('worker');
    const values: number[] = [];
    await worker.work(countJob, async ({ data }) => void values.push(data.value));
    await worker.start();
    const producer = await started('producer');

    await orm.em.fork().transactional(async transaction => {
      transaction.create(Author, { name: 'with a job' });
      await producer.enqueue(countJob, { value: 1 }, { transaction });
      await transaction.flush();
      await sleep(300);
      expect(values).toEqual([]);
    });
    await until(() => values.length > 0);
    expect(values).toEqual([1]);
    expect(await orm.em.fork().count(Author, { name: 'with a job' })).toBe(1);
  });

  it('in a transaction that rolls back leaves neither the job nor the row', async () => {
    const producer = await started('producer');
    const ids: string[] = [];
    const failing = orm.em.fork().transactional(async transaction => {
      transaction.create(Author, { name: 'rolled back' });
      ids.push(await producer.enqueue(countJob, { value: 2 }, { transaction }));
      await transaction.flush();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(ids).toHaveLength(1);
    expect(await stateOf(ids[0]!)).toBeUndefined();
    expect(await orm.em.fork().count(Author, { name: 'rolled back' })).toBe(0);
  });

  it('refuses an EntityManager that is in no transaction', async () => {
    const producer = await started('producer');
    await expect(producer.enqueue(countJob, { value: 3 }, { transaction: orm.em.fork() })).rejects.toThrow(
      /in no trans/,
    );
  });

  it('answers the waiting job of the same singletonKey, and makes a new one after it ended', async () => {
    const producer = await started('producer');
    const first = await producer.enqueue(countJob, { value: 4 }, { singletonKey: 'same' });
    expect(await producer.enqueue(countJob, { value: 5 }, { singletonKey: 'same' })).toBe(first);
    expect(await producer.enqueue(countJob, { value: 6 })).not.toBe(first);
    await producer.cancel(countJob, first);
    expect(await producer.enqueue(countJob, { value: 7 }, { singletonKey: 'same' })).not.toBe(first);
  });

  it('runs by priority, and not before its time', async () => {
    const producer = await started('producer');
    const values: number[] = [];
    await producer.enqueue(countJob, { value: 1 });
    await producer.enqueue(countJob, { value: 2 }, { priority: 10 });
    const startAfter = new Date(Date.now() + 1_000);
    await producer.enqueue(countJob, { value: 3 }, { priority: 20, startAfter });
    const worker = await create('worker');
    await worker.work(countJob, async ({ data }) => void values.push(data.value));
    await worker.start();
    await until(() => values.length === 3);
    expect(values).toEqual([2, 1, 3]);
    expect(Date.now()).toBeGreaterThanOrEqual(startAfter.getTime());
  });

  it('keeps one schedule a kind, in UTC', async () => {
    const worker = await started('worker');
    await worker.schedule(countJob, '0 3 * * *', { value: 1 });
    await worker.schedule(countJob, '30 4 * * *', { value: 2 });
    const { rows } = await client.query('SELECT cron, timezone, data FROM jobs.schedule WHERE name = $1', [
      countJob.name,
    ]);
    expect(rows).toEqual([{ cron: '30 4 * * *', timezone: 'UTC', data: { value: 2 } }]);
    await expect(worker.schedule(countJob, 'at tea time', { value: 3 })).rejects.toThrow();
  });
});

describe('work', () => {
  it('runs as many jobs side by side as asked for, and picks new ones up within milliseconds', async () => {
    const worker = await create('worker');
    let running = 0;
    let most = 0;
    let done = 0;
    await worker.work(
      slowJob,
      async ({ data }) => {
        most = Math.max(most, ++running);
        await sleep(data.milliseconds);
        running--;
        done++;
      },
      { concurrency: 3 },
    );
    await worker.start();
    for (let index = 0; index < 9; index++) await worker.enqueue(slowJob, { milliseconds: 100 });
    await until(() => done === 9);
    expect(most).toBe(3);

    const latencies: number[] = [];
    for (let index = 0; index < 20; index++) {
      const before = performance.now();
      await worker.enqueue(slowJob, { milliseconds: 0 });
      await until(() => done === 10 + index);
      latencies.push(performance.now() - before);
    }
    latencies.sort((a, b) => a - b);

    const jobs = 300;
    const before = performance.now();
    await Promise.all(Array.from({ length: jobs }, () => worker.enqueue(slowJob, { milliseconds: 0 })));
    const enqueued = performance.now();
    await until(() => done === 29 + jobs);
    const rate = Math.round((jobs / (performance.now() - before)) * 1000);
    console.log(
      `enqueue to done: p50 ${latencies[10]?.toFixed(0)} ms; ${jobs} jobs enqueued in ${(enqueued - before).toFixed(0)} ms, ` +
        `${rate} jobs/s through`,
    );
    expect(latencies[10]).toBeLessThan(500);
  });

  it('retries a failed job with its attempt counted, until it succeeds', async () => {
    const worker = await create('worker');
    const attempts: number[] = [];
    await worker.work(countJob, async ({ attempt }) => {
      attempts.push(attempt);
      if (attempt < 3) throw new Error('not yet');
    });
    await worker.start();
    const id = await worker.enqueue(countJob, { value: 1 });
    await untilState(id, 'completed');
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('fails a job at once when its error is not retryable, and tells so once', async () => {
    const worker = await create('worker');
    let attempts = 0;
    const failures: unknown[] = [];
    await worker.work(
      countJob,
      async () => {
        attempts++;
        throw Object.assign(new Error('never'), { isRetryable: false, code: 'SQL_REJECTED' });
      },
      { onFailure: async ({ id, data, error }) => void failures.push([id, data, (error as Error).message]) },
    );
    await worker.start();
    const id = await worker.enqueue(countJob, { value: 8 });
    await untilState(id, 'failed');
    expect((await stateOf(id))?.output).toEqual({ name: 'Error', message: 'never', code: 'SQL_REJECTED' });
    expect(attempts).toBe(1);
    expect(failures).toEqual([[id, { value: 8 }, 'never']]);
  });

  it('fails a job whose retries are used up', async () => {
    const worker = await create('worker');
    await worker.work(singleTryJob, () => Promise.reject(new Error('broken')));
    await worker.start();
    const id = await worker.enqueue(singleTryJob, { value: 1 });
    await untilState(id, 'failed');
    expect((await stateOf(id))?.retry_count).toBe(0);
  });

  it('aborts an attempt that takes too long and runs the job again', async () => {
    const brief = defineJob<{ value: number }>('test.brief', { timeoutSeconds: 1 });
    const worker = await create('worker');
    const reasons: unknown[] = [];
    await worker.work(brief, async ({ attempt, signal }) => {
      if (attempt > 1) return;
      await once(signal, 'abort');
      reasons.push((signal.reason as { code: string }).code);
    });
    await worker.start();
    const id = await worker.enqueue(brief, { value: 1 });
    await untilState(id, 'completed');
    expect(reasons).toEqual(['GATEWAY_TIMEOUT']);
  });

  it('is refused to a producer', async () => {
    const producer = await started('producer');
    await expect(producer.work(countJob, async () => {})).rejects.toThrow(/producer/);
  });
});

describe('cancel', () => {
  it('keeps a waiting job from running', async () => {
    const queue = await create('worker');
    const values: number[] = [];
    await queue.start();
    const id = await queue.enqueue(countJob, { value: 1 });
    await queue.cancel(countJob, id);
    await queue.work(countJob, async ({ data }) => void values.push(data.value));
    await queue.enqueue(countJob, { value: 2 });
    await until(() => values.length > 0);
    expect(values).toEqual([2]);
    expect((await stateOf(id))?.state).toBe('cancelled');
  });

  it('aborts a job that runs in another process within a fraction of a second', async () => {
    const { lines } = await startWorkerProcess();
    const producer = await started('producer');
    const id = await producer.enqueue(slowJob, { milliseconds: 60_000 });
    await until(() => lines.includes(`running ${id} 1`));
    const before = performance.now();
    await producer.cancel(slowJob, id);
    await until(() => lines.includes(`aborted ${id}`));
    const took = performance.now() - before;
    console.log(`A cancelled job is aborted in another process after ${took.toFixed(0)} ms`);
    expect(took).toBeLessThan(1_000);
    await sleep(200);
    expect((await stateOf(id))?.state).toBe('cancelled');
  });
});

describe('stop', () => {
  it('waits for a running job to end', async () => {
    const worker = await create('worker');
    await worker.work(slowJob, ({ data }) => sleep(data.milliseconds));
    await worker.start();
    const id = await worker.enqueue(slowJob, { milliseconds: 700 });
    await untilState(id, 'active');
    await worker.stop({ graceMs: 5_000 });
    expect((await stateOf(id))?.state).toBe('completed');
  });

  it('gives a job that does not end back, so that another worker runs it at once without losing a retry', async () => {
    const first = await create('worker');
    const aborted: unknown[] = [];
    await first.work(singleTryJob, async ({ signal }) => {
      await once(signal, 'abort');
      aborted.push((signal.reason as Error).name);
      throw new Error('interrupted');
    });
    await first.start();
    const id = await first.enqueue(singleTryJob, { value: 1 });
    await untilState(id, 'active');
    const before = performance.now();
    await first.stop({ graceMs: 100 });
    expect(performance.now() - before).toBeLessThan(3_000);
    expect(aborted).toEqual(['ReleasedError']);

    const second = await create('worker');
    const attempts: number[] = [];
    await second.work(singleTryJob, async ({ attempt }) => void attempts.push(attempt));
    await second.start();
    await untilState(id, 'completed');
    expect(attempts).toEqual([1]);
  });
});

describe('a worker process killed with SIGKILL', () => {
  it('has its job run again by another within 15 seconds', async () => {
    const { child, lines } = await startWorkerProcess();
    const survivor = await create('worker');
    await survivor.start();
    const id = await survivor.enqueue(slowJob, { milliseconds: 0 });
    await until(() => lines.includes(`running ${id} 1`));
    const attempts: number[] = [];
    await survivor.work(slowJob, async ({ attempt }) => void attempts.push(attempt), { concurrency: 2 });
    const before = performance.now();
    child.kill('SIGKILL');
    await untilState(id, 'completed');
    const seconds = (performance.now() - before) / 1000;
    console.log(`The job of a killed worker ended elsewhere after ${seconds.toFixed(1)} s`);
    expect(attempts).toEqual([2]);
    expect(seconds).toBeLessThan(15);
  });
});
