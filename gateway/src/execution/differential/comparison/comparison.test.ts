import { describe, expect, it } from '@jest/globals';
import { createStockRunner } from '../runners/stock-runner.ts';
import { createStockStandIn } from '../runners/stock-stand-in.ts';
import type { Outcome } from '../runners/outcome.ts';
import { worldDefinitions, worldOf } from '../worlds/all-worlds.ts';
import { compareOperation } from './compare-operation.ts';

type Objects = Record<string, unknown>;

/** Changes the deepest object of an answer that has two fields or more; undefined when there is none. */
function changeObject(data: unknown, change: (object: Objects) => Objects): unknown {
  if (Array.isArray(data)) {
    const index = data.findIndex(element => changeObject(element, change) !== undefined);
    return index < 0 ? undefined : data.with(index, changeObject(data[index], change));
  }
  if (typeof data !== 'object' || data === null) return undefined;
  for (const [key, value] of Object.entries(data)) {
    const changed = changeObject(value, change);
    if (changed !== undefined) return { ...data, [key]: changed };
  }
  return Object.keys(data).length > 1 ? change(data as Objects) : undefined;
}

const inData = (change: (object: Objects) => Objects) => (outcome: Outcome) => {
  const data = changeObject(outcome.data, change);
  return data === undefined ? undefined : { ...outcome, data: data as Objects };
};

/** Ways for an executor to be wrong; undefined where an answer gives no occasion for it. */
const mistakes: Record<string, (outcome: Outcome) => Outcome | undefined> = {
  'a field is dropped': inData(object => Object.fromEntries(Object.entries(object).slice(1))),
  'a field is added': inData(object => ({ ...object, notAskedFor: 1 })),
  'the order of fields is changed': inData(object => Object.fromEntries(Object.entries(object).toReversed())),
  'a value is changed': inData(object => {
    const [[key, value] = []] = Object.entries(object);
    return { ...object, [key!]: value === null ? 'something' : null };
  }),
  'an error is lost': outcome =>
    outcome.errors.length === 1 && outcome.errors[0]?.path !== undefined ? { ...outcome, errors: [] } : undefined,
  'an error is made up': outcome => ({
    ...outcome,
    errors: [...outcome.errors, { message: 'made up', path: ['nowhere'], extensions: { code: 'CONFLICT' } }],
  }),
  'an error has another code': outcome => {
    const [first, ...rest] = outcome.errors;
    return first?.path === undefined || rest.length > 0
      ? undefined
      : { ...outcome, errors: [{ ...first, extensions: { code: 'FORBIDDEN' } }] };
  },
  'the whole answer is lost': outcome => (outcome.data ? { ...outcome, data: null } : undefined),
};

const seeds = Array.from({ length: 15 }, (_seed, index) => index + 1);
const names = ['commerce', 'keys', 'chains'];

describe('The comparison', () => {
  it.each(worldDefinitions.filter(({ beyondStock }) => beyondStock !== true).map(({ name }) => name))(
    'finds no difference between stock and itself: %s',
    async name => {
      const world = worldOf(name);
      const contestants = { world, stock: createStockRunner(world), engines: { stock: createStockStandIn(world) } };
      let right = 0;
      for (const seed of seeds) {
        const { stockIsWrong, failures } = await compareOperation(contestants, seed);
        // Where stock itself is wrong, the comparison with the whole graph has to say so.
        if (stockIsWrong) continue;
        expect(failures).toEqual([]);
        right++;
      }
      expect(right).toBeGreaterThan(seeds.length / 2);
    },
  );

  it.each(Object.entries(mistakes))('notices when %s', async (_name, mistake) => {
    let made = 0;
    for (const name of names) {
      const world = worldOf(name);
      const stock = createStockRunner(world);
      for (const seed of seeds) {
        let applied = false;
        const standIn = createStockStandIn(world, outcome => {
          const changed = applied ? undefined : mistake(outcome);
          applied ||= changed !== undefined;
          return changed ?? outcome;
        });
        const { failures } = await compareOperation({ world, stock, engines: { standIn } }, seed);
        if (!applied) continue;
        made++;
        if (failures.length === 0) throw new Error(`Not noticed at ${name}:${seed}.`);
      }
    }
    expect(made).toBeGreaterThan(3);
  });

  it('tells how to repeat a failure, the operation, the plan, and both answers', async () => {
    const world = worldOf('commerce');
    const standIn = createStockStandIn(world, outcome => ({ ...outcome, data: {} }));
    const { failures } = await compareOperation({ world, stock: createStockRunner(world), engines: { standIn } }, 5);
    for (const part of [
      'DIFFERENTIAL_ONLY="commerce:5"',
      'operation',
      'variables:',
      'QueryPlan {',
      'stock:',
      'ours:',
      'fetches of ours:',
    ]) {
      expect(failures[0]).toContain(part);
    }
  });
});
