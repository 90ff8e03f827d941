import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOpenAiServer, type OpenAiServer } from '../testing/index.ts';
import { createEmbeddingModel } from './create-embedding-model.ts';
import { cosine } from './vectors.ts';

const retry = { attempts: 3, baseDelayMs: 5, maxDelayMs: 2_000 };
let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer({ dimensions: 64 });
});
afterEach(() => server.close());

const model = (settings = {}) =>
  createEmbeddingModel({
    provider: 'openai-compatible',
    url: server.url,
    model: 'test-embedder',
    dimensions: 64,
    retry,
    ...settings,
  });

describe('an openai-compatible embedding model', () => {
  it('gives a unit vector a text, in the order of the texts', async () => {
    const embeddings = await model();
    const [tea, coffee, teaAgain] = await embeddings.embed(['green tea', 'black coffee', 'tea, green']);
    expect(tea).toHaveLength(64);
    expect(cosine(tea!, tea!)).toBeCloseTo(1, 5);
    expect(cosine(tea!, teaAgain!)).toBeCloseTo(1, 5);
    expect(cosine(tea!, coffee!)).toBeLessThan(0.6);
  });

  it('asks the server nothing when there are no texts', async () => {
    expect(await (await model()).embed([])).toEqual([]);
    expect(server.requests).toHaveLength(0);
  });

  it('embeds more texts than one request takes', async () => {
    const texts = Array.from({ length: 5_000 }, (_, index) => `text ${index}`);
    expect(await (await model()).embed(texts)).toHaveLength(5_000);
    expect(server.requests.length).toBeGreaterThan(1);
  });

  it('refuses vectors of another length than the stored ones', async () => {
    await expect((await model({ dimensions: 32 })).embed(['x'])).rejects.toMatchObject({
      code: 'INFERENCE_UNAVAILABLE',
      message: expect.stringContaining('64 numbers instead of 32'),
    });
  });

  it('tries again after a rate limit', async () => {
    server.script({ status: 429, retryAfterSeconds: 0 });
    expect(await (await model()).embed(['x'])).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
  });

  it('throws CANCELLED when the caller aborts', async () => {
    await expect((await model()).embed(['x'], AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
