import { afterEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '../logging/index.ts';
import { startTrace, startTracing, withSpan, type Tracing } from '../tracing/index.ts';
import { takeTrace, withTraceOfEnqueuer } from './job.trace.ts';

describe("A job's trace", () => {
  let tracing: Tracing | undefined;
  afterEach(async () => {
    await tracing?.close();
    tracing = undefined;
  });
  const start = async () => {
    const exporter = { kind: 'otlp', url: 'http://127.0.0.1:1' } as const;
    tracing = await startTracing({ exporter, serviceName: 'test', sampler: 'always_off', ratio: 1 }, silentLogger);
  };

  it('travels beside its data, which the handler gets as it was', async () => {
    await start();
    const span = startTrace('work', undefined)!;
    const data = withSpan(span, () => withTraceOfEnqueuer({ id: '1' }));
    expect(data).not.toEqual({ id: '1' });
    const { job, enqueuer } = takeTrace({ id: 'job', data });
    expect(job).toEqual({ id: 'job', data: { id: '1' } });
    expect(enqueuer?.spanContext()).toMatchObject({ traceId: span.spanContext().traceId, isRemote: true });
  });

  it('is taken out by a process that does not trace', async () => {
    await start();
    const data = withSpan(startTrace('work', undefined), () => withTraceOfEnqueuer({ id: '1' }));
    await tracing?.close();
    expect(takeTrace({ data })).toEqual({ job: { data: { id: '1' } }, enqueuer: undefined });
  });

  it('is absent where nothing is traced', () => {
    const data = { id: '1' };
    expect(withTraceOfEnqueuer(data)).toBe(data);
    const stored = { data };
    expect(takeTrace(stored).job).toBe(stored);
  });
});
