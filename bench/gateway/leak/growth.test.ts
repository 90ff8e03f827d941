import { describe, expect, it } from '@jest/globals';
import { growthOf } from './growth.ts';

const samples = (...values: number[]) => values.map((value, index) => ({ minutes: index / 2, value }));

describe('growthOf', () => {
  it('leaves out how a process warms up', () => {
    const { median, perMinute, total } = growthOf(samples(10, 500, 90, 90, 90, 90, 90, 90, 90, 90));
    expect({ median, perMinute, total }).toEqual({ median: 90, perMinute: 0, total: 0 });
  });

  it('finds a steady growth under noise', () => {
    const { perMinute, total } = growthOf(samples(0, 0, 102, 201, 303, 400, 999, 603, 700, 802));
    expect(perMinute).toBeGreaterThan(195);
    expect(perMinute).toBeLessThan(205);
    expect(total).toBeCloseTo(perMinute * 3.5);
  });
});
