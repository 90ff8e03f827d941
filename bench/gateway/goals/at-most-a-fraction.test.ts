import { describe, expect, it } from '@jest/globals';
import { atMostAFraction } from './at-most-a-fraction.ts';

const contestant = (name: string, ...cpu: number[]) => ({ name, cpu, rate: [], p99: [] });

describe('atMostAFraction', () => {
  const measured = [contestant('ours', 1, 2, 30), contestant('peer', 0, 16, 17)];

  it('is reached at the limit and missed above it, by the medians', () => {
    expect(atMostAFraction(measured, 'ours', 'peer', 8)).toEqual({
      claim: 'CPU of ours at most 1/8 of peer',
      measured: '1/8.0',
      isReached: true,
    });
    expect(atMostAFraction(measured, 'ours', 'peer', 9).isReached).toBe(false);
  });

  it('is missed when somebody was not measured', () => {
    expect(atMostAFraction(measured, 'ours', 'nobody', 1).isReached).toBe(false);
    expect(atMostAFraction(measured, 'nobody', 'peer', 1).isReached).toBe(false);
  });
});
