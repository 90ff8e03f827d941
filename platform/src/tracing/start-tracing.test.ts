import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '../logging/index.ts';
import { startTraceCollector, type TraceCollector } from '../testing/trace-collector.ts';
import { activeSpan, streamWithSpan, withSpan } from './active-span.ts';
import { startTracing, type Tracing } from './start-tracing.ts';
import { readTraceParent, traceParentOf } from './trace-parent.ts';
import { endSpan, isTracing, startSpan, startTrace } from './tracer.ts';
import type { TracingSettings } from './tracing-environment.ts';

const caller = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7';

describe('Tracing', () => {
  let collector: TraceCollector;
  let tracing: Tracing | undefined;
  const start = async (settings: Partial<TracingSettings> = {}) => {
    tracing = await startTracing(
      {
        exporter: { kind: 'otlp', url: `${collector.url}/v1/traces` },
        serviceName: 'a service',
        sampler: 'parentbased_always_on',
        ratio: 1,
        ...settings,
      },
      silentLogger,
    );
    return tracing;
  };

  beforeEach(async () => {
    collector = await startTraceCollector();
  });
  afterEach(async () => {
    await tracing?.close();
    tracing = undefined;
    await collector.close();
  });

  it('that is off makes no spans', () => {
    expect(isTracing()).toBe(false);
    expect(startTrace('operation', readTraceParent(`${caller}-01`))).toBeUndefined();
    expect(startSpan('step', undefined)).toBeUndefined();
    expect(withSpan(undefined, activeSpan)).toBeUndefined();
    expect(() => endSpan(undefined, 'FAILED')).not.toThrow();
  });

  it("sends spans with their caller, their attributes and what failed, under the service's name", async () => {
    await start();
    const operation = startTrace('operation', readTraceParent(`${caller}-01`), { kind: 'server' });
    const step = startSpan('step', operation, { kind: 'client', attributes: { subgraph: 'chat', rows: 3 } });
    endSpan(step, 'GATEWAY_TIMEOUT');
    endSpan(operation);
    await tracing?.flush();
    expect(collector.spans).toMatchObject([
      {
        name: 'step',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        parentSpanId: operation?.spanContext().spanId,
        kind: 3,
        status: 2,
        attributes: { subgraph: 'chat', rows: 3, 'error.type': 'GATEWAY_TIMEOUT' },
        service: 'a service',
      },
      { name: 'operation', parentSpanId: '00f067aa0ba902b7', kind: 2, status: 0 },
    ]);
  });

  it('keeps steps whose work goes on after the span above them ended', async () => {
    await start();
    const operation = startTrace('operation', undefined);
    endSpan(operation);
    endSpan(startSpan('later', operation));
    await tracing?.flush();
    expect(collector.spans.map(({ name }) => name)).toEqual(['operation', 'later']);
  });

  it('follows the caller that keeps nothing, and still tells its identity to who is called', async () => {
    await start();
    const operation = startTrace('operation', readTraceParent(`${caller}-00`));
    const step = startSpan('step', operation);
    expect(traceParentOf(step!)).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-00$/);
    expect(step).toBe(operation);
    endSpan(step);
    endSpan(operation);
    await tracing?.flush();
    expect(collector.spans).toEqual([]);
  });

  it('keeps no more traces than the sampler allows, whatever the caller wants', async () => {
    await start({ sampler: 'traceidratio', ratio: 0 });
    endSpan(startTrace('operation', readTraceParent(`${caller}-01`)));
    endSpan(startTrace('operation', undefined));
    await tracing?.flush();
    expect(collector.spans).toEqual([]);
  });

  it('carries the span through asynchronous work and through streams that others pull', async () => {
    await start();
    const one = startTrace('one', undefined)!;
    const two = startTrace('two', undefined)!;
    const after = async () => {
      await sleep(1);
      return activeSpan();
    };
    expect(await Promise.all([withSpan(one, after), withSpan(two, after), after()])).toEqual([one, two, undefined]);

    let isLeft = false;
    async function* spans() {
      try {
        for (;;) yield await after();
      } finally {
        isLeft = activeSpan() === one;
      }
    }
    const seen = [];
    for await (const span of streamWithSpan(one, spans)) {
      seen.push([span, activeSpan()]);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([
      [one, undefined],
      [one, undefined],
    ]);
    expect(isLeft).toBe(true);
  });

  it('outlives a collector that is not there', async () => {
    // Read by the exporter, which would try again for 10 seconds.
    process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '300';
    await start({ exporter: { kind: 'otlp', url: 'http://127.0.0.1:1/v1/traces' } });
    delete process.env['OTEL_EXPORTER_OTLP_TIMEOUT'];
    endSpan(startTrace('operation', undefined));
    await expect(tracing!.close()).resolves.toBeUndefined();
    expect(isTracing()).toBe(false);
  });
});
