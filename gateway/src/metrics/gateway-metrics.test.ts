import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGatewayMetrics, type GatewayMetrics } from './gateway-metrics.ts';

describe('Metrics', () => {
  let metrics: GatewayMetrics;
  const text = async () => (await metrics.render()).text;
  const seriesOf = async (name: string) => (await text()).split('\n').filter(line => line.startsWith(`${name}{`));

  beforeEach(() => {
    metrics = createGatewayMetrics();
  });
  afterEach(() => metrics.close());

  it('put a duration into the buckets that it fits and add it to the sum', async () => {
    for (const durationMs of [0.2, 1, 7, 99_000]) {
      metrics.operationFinished({ type: 'query', code: 'OK', durationMs });
    }
    const name = 'polyphony_operation_duration_seconds';
    const buckets = await seriesOf(`${name}_bucket`);
    expect(buckets[0]).toBe(`${name}_bucket{le="0.001",type="query",code="OK"} 2`);
    expect(buckets[3]).toBe(`${name}_bucket{le="0.01",type="query",code="OK"} 3`);
    expect(buckets.at(-2)).toBe(`${name}_bucket{le="30",type="query",code="OK"} 3`);
    expect(buckets.at(-1)).toBe(`${name}_bucket{le="+Inf",type="query",code="OK"} 4`);
    expect(await seriesOf(`${name}_sum`)).toEqual([`${name}_sum{type="query",code="OK"} 99.0082`]);
    expect(await seriesOf(`${name}_count`)).toEqual([`${name}_count{type="query",code="OK"} 4`]);
  });

  it('tell operations apart by name, and their errors by code', async () => {
    metrics.operationFinished({ type: 'query', code: 'OK', durationMs: 1, name: 'Feed' });
    metrics.operationFinished({ type: 'query', code: 'NOT_FOUND', durationMs: 1, name: 'Feed' });
    metrics.operationFinished({ type: 'mutation', code: 'OK', durationMs: 1 });
    metrics.operationFinished({ type: 'unknown', code: 'BAD_USER_INPUT', durationMs: 1, isPrepared: false });
    expect(await seriesOf('polyphony_named_operation_duration_seconds_count')).toEqual([
      'polyphony_named_operation_duration_seconds_count{operation="Feed",type="query"} 2',
      'polyphony_named_operation_duration_seconds_count{operation="anonymous",type="mutation"} 1',
    ]);
    expect(await seriesOf('polyphony_named_operation_errors_total')).toEqual([
      'polyphony_named_operation_errors_total{operation="Feed",code="NOT_FOUND"} 1',
    ]);
  });

  it('stay bounded whatever clients name their operations', async () => {
    for (let index = 0; index < 5000; index += 1) {
      metrics.operationFinished({ type: 'query', code: 'OK', durationMs: 1, name: `Flood${index}` });
    }
    metrics.operationFinished({ type: 'query', code: 'OK', durationMs: 1, name: 'x'.repeat(65) });
    metrics.reserveOperationNames(['Trusted', 'y'.repeat(65)]);
    metrics.operationFinished({ type: 'query', code: 'OK', durationMs: 1, name: 'Trusted' });
    const counts = await seriesOf('polyphony_named_operation_duration_seconds_count');
    expect(counts).toHaveLength(202);
    expect(counts).toContain('polyphony_named_operation_duration_seconds_count{operation="other",type="query"} 4801');
    expect(counts).toContain('polyphony_named_operation_duration_seconds_count{operation="Trusted",type="query"} 1');
  });

  it('stay bounded and well-formed whatever codes subgraphs answer', async () => {
    for (let index = 0; index < 3000; index += 1) {
      metrics.fetchFinished({ subgraph: 'chat', code: `A "code"\n\\${index}`, durationMs: 1 });
    }
    const counts = await seriesOf('polyphony_subgraph_fetch_duration_seconds_count');
    expect(counts).toHaveLength(1001);
    expect(counts[0]).toBe(
      String.raw`polyphony_subgraph_fetch_duration_seconds_count{subgraph="chat",code="A \"code\"\n\\0"} 1`,
    );
    expect(counts.at(-1)).toBe('polyphony_subgraph_fetch_duration_seconds_count{subgraph="other",code="other"} 2000');
  });

  it('count subscriptions that run by transport and field, and events', async () => {
    metrics.subscriptionStarted('sse', 'tokens');
    metrics.subscriptionStarted('websocket', 'tokens');
    metrics.subscriptionStarted('websocket', 'tokens');
    metrics.subscriptionEnded('sse', 'tokens');
    metrics.eventSent('websocket');
    expect(await seriesOf('polyphony_live_subscriptions')).toEqual([
      'polyphony_live_subscriptions{transport="sse",field="tokens"} 0',
      'polyphony_live_subscriptions{transport="websocket",field="tokens"} 2',
    ]);
    expect(await seriesOf('polyphony_subscription_events_total')).toEqual([
      'polyphony_subscription_events_total{transport="websocket"} 1',
    ]);
  });

  it('show numbers that others keep as they are when asked', async () => {
    let open = 1;
    metrics.socketsOpen(() => open);
    metrics.show({
      name: 'polyphony_test_total',
      help: 'Things.',
      type: 'counter',
      read: () => [{ labels: { subgraph: 'chat' }, value: 7 }],
    });
    open = 3;
    const shown = await text();
    expect(shown).toContain('# TYPE polyphony_open_sockets gauge\npolyphony_open_sockets 3\n');
    expect(shown).toContain('# TYPE polyphony_test_total counter\npolyphony_test_total{subgraph="chat"} 7\n');
    expect(() => metrics.socketsOpen(() => 0)).toThrow('shown twice');
  });

  it('name the supergraph that runs and count those that were refused', async () => {
    metrics.supergraphOffered({ supergraph: 'aaa', outcome: 'taken' });
    metrics.supergraphOffered({ supergraph: 'bbb', outcome: 'taken' });
    metrics.supergraphOffered({ supergraph: 'ccc', outcome: 'refused' });
    expect(await seriesOf('polyphony_supergraph_info')).toEqual(['polyphony_supergraph_info{supergraph="bbb"} 1']);
    expect(await seriesOf('polyphony_supergraphs_total')).toEqual([
      'polyphony_supergraphs_total{outcome="taken"} 2',
      'polyphony_supergraphs_total{outcome="refused"} 1',
    ]);
  });

  it('say how this process is: its heap and the lag of its event loop', async () => {
    expect(await text()).toMatch(/^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m);
    expect(await text()).toMatch(/^nodejs_heap_size_used_bytes \d+$/m);
  });
});
