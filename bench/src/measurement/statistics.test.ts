import { describe, expect, it } from '@jest/globals';
import { median, percentile, spreadOf } from './statistics.ts';

describe('percentile', () => {
  it('finds values of an unsorted list without changing it', () => {
    const values = [30, 10, 20, 50, 40];
    expect([0, 0.25, 0.5, 1].map(rank => percentile(values, rank))).toEqual([10, 20, 30, 50]);
    expect(values).toEqual([30, 10, 20, 50, 40]);
  });

  it('interpolates between neighbours', () => {
    expect(percentile([10, 20], 0.99)).toBeCloseTo(19.9);
    expect(median([1, 2, 3, 10])).toBe(2.5);
  });

  it('compares numbers, not their digits', () => expect(median([9, 10, 100])).toBe(10));

  it('is the value itself when there is one, and not a number when there is none', () => {
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('spreadOf', () => {
  it('shows the median between the ends', () => {
    expect(spreadOf([3, -1, 8])).toEqual({ median: 3, lowest: -1, highest: 8 });
  });
});
