import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { startTemporaryPostgres, type RunningPostgres } from '@polyphony/embedded/postgres';
import { silentLogger } from '../logging/index.ts';
import { startTraceCollector, type TraceCollector } from '../testing/index.ts';
import { endSpan, startTrace, startTracing, withSpan, type Tracing } from '../tracing/index.ts';
import { createOrm } from './create-orm.ts';
import { Author, Book, CreateAuthors, CreateBooks } from './testing/books.ts';

describe('Traced queries', () => {
  let postgres: RunningPostgres;
  let orm: MikroORM;
  let collector: TraceCollector;
  let tracing: Tracing;

  beforeAll(async () => {
    collector = await startTraceCollector();
    const exporter = { kind: 'otlp', url: `${collector.url}/v1/traces` } as const;
    tracing = await startTracing({ exporter, serviceName: 'test', sampler: 'always_on', ratio: 1 }, silentLogger);
    postgres = await startTemporaryPostgres();
    orm = await createOrm({
      url: postgres.url,
      schema: 'traced',
      entities: [Author, Book],
      migrations: [CreateAuthors, CreateBooks],
      log: silentLogger,
    });
  });
  afterAll(async () => {
    await orm.close();
    await postgres.close();
    await tracing.close();
    await collector.close();
  });

  it('are spans of the work that made them, without the values they carry', async () => {
    const work = startTrace('work', undefined)!;
    await withSpan(work, () => orm.em.fork().find(Author, { name: 'a secret name' }));
    await withSpan(work, () => orm.em.fork().execute('SELECT 1 / 0')).catch(() => undefined);
    endSpan(work);
    await tracing.flush();
    const spans = collector.spans.filter(({ name }) => name !== 'work');
    expect(spans).toMatchObject([
      {
        name: 'SELECT',
        kind: 3,
        status: 0,
        attributes: { 'db.system.name': 'postgresql', 'db.operation.name': 'SELECT' },
      },
      { name: 'SELECT', status: 2 },
    ]);
    expect(new Set(spans.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([work.spanContext().spanId]));
    expect(spans[0]?.attributes['db.query.text']).toContain('"authors"');
    expect(collector.received()).not.toContain('secret');
  });
});
