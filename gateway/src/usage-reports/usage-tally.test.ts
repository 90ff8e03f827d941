import { describe, expect, it } from '@jest/globals';
import { createUsageTally } from './usage-tally.ts';

const used = (key: string, client = '') => ({
  identity: { key, referencedFields: {} },
  durationMs: 1,
  errors: undefined,
  application: { name: client, version: '' },
  wasExecuted: true,
});

describe('A tally of usage', () => {
  it('begins anew when it is taken', () => {
    const tally = createUsageTally();
    tally.add(used('a'));
    expect(tally.take()).toMatchObject({ operationCount: 1, tracesPerQuery: { a: {} } });
    expect(tally.take()).toEqual({ operationCount: 0, tracesPerQuery: {}, dropped: 0 });
  });

  it('holds a bounded number of operations and clients, and says how many it left out', () => {
    const tally = createUsageTally();
    for (let index = 0; index < 5000; index += 1) {
      tally.add(used(`operation ${index}`));
      tally.add(used('one', `client ${index}`));
    }
    expect(tally.isFull).toBe(true);
    // What it knows goes on being counted.
    tally.add(used('operation 0'));
    const { operationCount, tracesPerQuery, dropped } = tally.take();
    expect(operationCount).toBe(10_001);
    expect(dropped).toBe(6000);
    expect(Object.keys(tracesPerQuery)).toHaveLength(2001);
    expect(tally.isFull).toBe(false);
  });
});
