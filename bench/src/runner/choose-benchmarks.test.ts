import { describe, expect, it } from '@jest/globals';
import { chooseBenchmarks } from './choose-benchmarks.ts';

const benchmarks = ['start-up', 'gateway/one-query', 'gateway/leak'].map(name => ({ name }));
const chosen = (...wanted: string[]) => chooseBenchmarks(benchmarks, wanted)?.map(({ name }) => name);

describe('chooseBenchmarks', () => {
  it('takes all when none is named', () => expect(chosen()).toHaveLength(3));

  it('takes a benchmark by its name and a family by its first part', () => {
    expect(chosen('gateway/leak')).toEqual(['gateway/leak']);
    expect(chosen('gateway', 'gateway/leak')).toEqual(['gateway/one-query', 'gateway/leak']);
  });

  it('takes nothing when a name is unknown or only begins like one', () => {
    expect(chosen('start-up', 'gate')).toBeUndefined();
    expect(chosen('start')).toBeUndefined();
  });
});
