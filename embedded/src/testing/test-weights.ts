import path from 'node:path';
import { resolveChatWeights } from '../models/index.ts';

/** Shared by all test runs on a machine, so that the 94 MB are fetched once. */
export const testModelsFolder =
  process.env['POLYPHONY_TEST_MODELS'] ?? path.resolve(import.meta.dirname, '../../../.data/test-models');

/** The real weights, fetched when they are not there. @returns null, with the reason, on a machine that cannot have them */
export async function findTestWeights() {
  const reasons: object[] = [];
  const log = { info: () => {}, warn: (facts: object) => void reasons.push(facts) };
  const weights = await resolveChatWeights({ dataFolder: testModelsFolder, allowDownload: true, log });
  return { weights, reasons };
}
