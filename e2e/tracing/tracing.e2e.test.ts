import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startTraceCollector, type CollectedSpan, type TraceCollector } from '@polyphony/platform/testing';
import { SendMessageDocument } from '@polyphony/sdk';
import { createAccount, startConversation, type Account } from '../harness/account.ts';
import { layout, startPolyphony, type Polyphony } from '../harness/polyphony.ts';
import { watch } from '../harness/watch.ts';

describe('the trace of a message that a model answers', () => {
  let collector: TraceCollector;
  let polyphony: Polyphony;
  let account: Account;

  beforeAll(async () => {
    collector = await startTraceCollector();
    polyphony = await startPolyphony({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    account = await createAccount(polyphony.url);
  });
  afterAll(async () => {
    await account.client.close();
    await polyphony.stop();
    await collector.close();
  });

  const ancestorsOf = (span: CollectedSpan): string[] => {
    const parent = collector.spans.find(({ spanId }) => spanId === span.parentSpanId);
    return parent === undefined ? [] : [parent.name, ...ancestorsOf(parent)];
  };

  it('reaches from the request over the subgraph and its store to the model, and holds none of their words', async () => {
    const conversationId = await startConversation(account.client);
    const { sendMessage } = await account.client.mutate(SendMessageDocument, {
      input: { conversationId, content: 'my innermost thoughts' },
    });
    await watch(account.client, sendMessage.reply.id);
    const model = () => collector.spans.find(({ name }) => name === 'chat test-model');
    const operation = () =>
      collector.spans.find(({ attributes }) => attributes['graphql.operation.name'] === 'SendMessage');
    await eventually('the spans', () => model() !== undefined && operation() !== undefined, 15_000);

    expect(ancestorsOf(model()!)).toEqual(['execute chat', 'fetch chat', 'mutation SendMessage']);
    expect(model()!.attributes).toMatchObject({
      'gen_ai.request.model': 'test-model',
      'gen_ai.usage.input_tokens': expect.any(Number),
      'gen_ai.usage.output_tokens': expect.any(Number),
    });
    const trace = collector.spans.filter(({ traceId }) => traceId === operation()!.traceId);
    expect(
      trace.filter(({ attributes }) => attributes['db.system.name'] === 'mongodb').map(ancestorsOf),
    ).toContainEqual(['execute chat', 'fetch chat', 'mutation SendMessage']);
    expect(new Set(trace.map(({ service }) => service))).toEqual(
      new Set(layout === 'distributed' ? ['polyphony-gateway', 'polyphony-chat'] : ['polyphony']),
    );
    expect(collector.received()).not.toContain('innermost');
  });
});
