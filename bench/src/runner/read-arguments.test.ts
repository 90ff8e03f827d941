import { describe, expect, it } from '@jest/globals';
import { readArguments } from './read-arguments.ts';

describe('readArguments', () => {
  it('has defaults, and shorter ones for a quick look', () => {
    const { names, settings } = readArguments([]);
    expect(names).toEqual([]);
    expect(settings).toEqual({ rounds: 5, streams: 20, seconds: 5, minutes: 10, profileFolder: undefined });
    expect(readArguments(['--quick']).settings).toMatchObject({ rounds: 2, seconds: 1, minutes: 0.5 });
  });

  it('reads names and numbers, which go before the defaults', () => {
    const { names, settings } = readArguments(['--', 'gateway', '--quick', '--rounds', '7', '--minutes', '2.5']);
    expect(names).toEqual(['gateway']);
    expect(settings).toMatchObject({ rounds: 7, seconds: 1, minutes: 2.5 });
  });

  it('refuses what it does not know', () => {
    for (const argv of [['--rounds', '0'], ['--rounds', '1.5'], ['--seconds', 'many'], ['--minutes', '0'], ['--fast']])
      expect(() => readArguments(argv)).toThrow();
  });
});
