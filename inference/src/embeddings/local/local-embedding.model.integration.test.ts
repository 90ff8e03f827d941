import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cosine } from '../vectors.ts';
import { LocalEmbeddingModel } from './local-embedding.model.ts';

const model = new LocalEmbeddingModel();
afterAll(() => model.close());

const similarity = async (left: string, right: string) => {
  const [first, second] = await model.embed([left, right]);
  return cosine(first!, second!);
};

describe('the local embedding model', () => {
  it('loads on first use and gives unit vectors of 512 numbers', async () => {
    const startedAt = performance.now();
    const [vector] = await model.embed(['hello']);
    const loaded = performance.now();
    expect(vector).toHaveLength(512);
    expect(cosine(vector!, vector!)).toBeCloseTo(1, 5);
    await model.embed(['How do I reset my password?']);
    const once = performance.now();
    await model.embed(Array.from({ length: 100 }, (_, index) => `The quick brown fox jumps over fence ${index}.`));
    const hundred = performance.now();
    console.log(
      `local embeddings: load and first text ${(loaded - startedAt).toFixed(0)} ms, one text ${(once - loaded).toFixed(1)} ms, ` +
        `100 texts ${(hundred - once).toFixed(0)} ms`,
    );
  });

  it('puts sentences of one meaning nearer than unrelated ones', async () => {
    const question = 'How do I reset my password?';
    const near = await similarity(question, 'I forgot my password and cannot log in');
    const far = await similarity(question, 'The cat sat on the mat');
    expect(near).toBeGreaterThan(far + 0.3);
    expect(await similarity('The weather is sunny today', 'It is a bright, warm day outside')).toBeGreaterThan(0.6);
  });

  it('gives a text the same vector alone and in a batch, whatever its place', async () => {
    const texts = Array.from({ length: 70 }, (_, index) => `sentence number ${index}`);
    const [alone] = await model.embed([texts[65]!]);
    expect(cosine(alone!, (await model.embed(texts))[65]!)).toBeCloseTo(1, 4);
  });

  it.each(['', ' ', '\0', '🙂', '漢字かな交じり', '\ud800', 'x'.repeat(200_000)])('embeds odd input %#', async text => {
    const [vector] = await model.embed([text]);
    expect(vector).toHaveLength(512);
    expect(vector!.every(Number.isFinite)).toBe(true);
  });

  it('leaves the event loop free while it computes', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await model.embed(
      Array.from({ length: 200 }, (_, index) => `A sentence about subject ${index} that is long enough.`),
    );
    delay.disable();
    const p99 = delay.percentile(99) / 1e6;
    console.log(`event loop delay while embedding 200 texts: p99 ${p99.toFixed(1)} ms`);
    expect(p99).toBeLessThan(60);
  });

  it('stops between batches when it is aborted', async () => {
    const signal = AbortSignal.timeout(50);
    const texts = Array.from({ length: 2_000 }, (_, index) => `text ${index}`);
    await expect(model.embed(texts, signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('fails requests under way when it is closed, and starts anew after that', async () => {
    const other = new LocalEmbeddingModel();
    const failing = expect(other.embed(['x'])).rejects.toMatchObject({ code: 'INFERENCE_UNAVAILABLE' });
    await other.close();
    await failing;
    expect(await other.embed(['x'])).toHaveLength(1);
    await other.close();
  });
});
