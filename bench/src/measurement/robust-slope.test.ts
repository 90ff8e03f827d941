import { describe, expect, it } from '@jest/globals';
import { robustSlope } from './robust-slope.ts';

const line = (slope: number) => Array.from({ length: 12 }, (_none, x): [number, number] => [x, 100 + slope * x]);

describe('robustSlope', () => {
  it('is the slope of a line', () => {
    expect(robustSlope(line(2.5))).toBeCloseTo(2.5);
    expect(robustSlope(line(0))).toBe(0);
  });

  it('is not impressed by outliers', () => {
    const points = line(1);
    points[3] = [3, 10_000];
    points[11] = [11, -10_000];
    expect(robustSlope(points)).toBeCloseTo(1);
  });

  it('is not a number where there is nothing to tell', () => {
    expect(robustSlope([[1, 1]])).toBeNaN();
    expect(
      robustSlope([
        [1, 1],
        [1, 2],
      ]),
    ).toBeNaN();
  });
});
