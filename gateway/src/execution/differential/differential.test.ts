import { afterAll, describe, expect, it } from '@jest/globals';
import { createGatewayMetrics } from '../../metrics/index.ts';
import { compareOperation, type Contestants } from './comparison/compare-operation.ts';
import { createEngineRunner } from './runners/engine-runner.ts';
import { createStockRunner } from './runners/stock-runner.ts';
import { worldDefinitions, worldOf } from './worlds/all-worlds.ts';

/** Operations in all; more for a longer look. */
const operations = Number(process.env['DIFFERENTIAL_OPERATIONS'] ?? 2000);
/** The first seed. Each operation has its own, counted from here. */
const firstSeed = Number(process.env['DIFFERENTIAL_SEED'] ?? 1);
/** `world:seed`: one operation only, with all that was sent. */
const [onlyWorld, onlySeed] = process.env['DIFFERENTIAL_ONLY']?.split(':') ?? [];

const metrics = createGatewayMetrics();
afterAll(() => metrics.close());

function contestantsOf(name: string): Contestants {
  const world = worldOf(name);
  return {
    world,
    stock: createStockRunner(world),
    engines: {
      values: createEngineRunner(world, 'values', metrics),
      text: createEngineRunner(world, 'text', metrics),
    },
  };
}

describe('Ours beside stock', () => {
  const names = worldDefinitions.map(({ name }) => name).filter(name => onlyWorld === undefined || name === onlyWorld);

  it.each(names)('answers generated operations the same: %s', async name => {
    const contestants = contestantsOf(name);
    const seeds =
      onlySeed === undefined
        ? Array.from({ length: Math.ceil(operations / worldDefinitions.length) }, (_seed, index) => firstSeed + index)
        : [Number(onlySeed)];
    const failures: string[] = [];
    let failed = 0;
    let compared = 0;
    for (const seed of seeds) {
      const verdict = await compareOperation(contestants, seed);
      compared += verdict.runs;
      if (verdict.failures.length > 0) failed++;
      if (failures.length < 3) failures.push(...verdict.failures.slice(0, 1));
    }
    if (failed > 0) throw new Error(`${failed} of ${seeds.length} operations differ.\n\n${failures.join('\n\n')}`);
    expect(compared).toBeGreaterThanOrEqual(seeds.length);
  });
});
