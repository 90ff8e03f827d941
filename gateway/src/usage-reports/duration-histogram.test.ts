import { describe, expect, it } from '@jest/globals';
import { createDurationHistogram } from './duration-histogram.ts';

const histogramOf = (...durationsMs: number[]) => {
  const histogram = createDurationHistogram();
  for (const duration of durationsMs) histogram.add(duration);
  return histogram.toArray();
};

describe('A histogram of durations', () => {
  // What Apollo's own histogram makes of the same durations.
  it.each([
    [0, 0],
    [0.001, 0],
    [0.001_01, 1],
    [0.0011, 1],
    [0.0012, 2],
    [0.1, 49],
    [1, 73],
    [1000, 145],
    [1e30, 383],
    [-1, 0],
    [Number.NaN, 0],
  ])('puts %d ms into bucket %d', (duration, bucket) => {
    expect(histogramOf(duration)).toEqual(bucket === 0 ? [1] : bucket === 1 ? [0, 1] : [-bucket, 1]);
  });

  it('writes runs of empty buckets as one number, and ends with the last that is not empty', () => {
    expect(histogramOf()).toEqual([]);
    expect(histogramOf(0, 0, 0.0012, 0.1)).toEqual([2, 0, 1, -46, 1]);
  });
});
