import { parseArgs } from 'node:util';
import type { BenchmarkRun } from './benchmark.ts';

type Settings = Omit<BenchmarkRun, 'resources'>;

const numbers = {
  rounds: { usual: 5, quick: 2, lowest: 1, highest: 100 },
  streams: { usual: 20, quick: 20, lowest: 1, highest: 100 },
  seconds: { usual: 5, quick: 1, lowest: 1, highest: 600 },
  minutes: { usual: 10, quick: 0.5, lowest: 0.1, highest: 600 },
} as const;

export const usage =
  'npm run bench -- [NAME ...] [--quick] [--rounds 1..100] [--seconds 1..600] [--streams 1..100] [--minutes 0.1..600] [--profile FOLDER]';

/** What the command line asks for. @throws Error when it makes no sense. */
export function readArguments(argv: readonly string[]): { names: string[]; settings: Settings } {
  const { values, positionals } = parseArgs({
    args: argv.filter(argument => argument !== '--'),
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      streams: { type: 'string' },
      seconds: { type: 'string' },
      minutes: { type: 'string' },
      profile: { type: 'string' },
    },
    allowPositionals: true,
  });
  const read = (name: keyof typeof numbers): number => {
    const { usual, quick, lowest, highest } = numbers[name];
    const given = values[name];
    if (given === undefined) return values.quick ? quick : usual;
    const number = Number(given);
    const isWhole = Number.isInteger(number) || name === 'minutes';
    if (!isWhole || !(number >= lowest && number <= highest))
      throw new Error(`--${name} must be a number from ${lowest} to ${highest}.`);
    return number;
  };
  return {
    names: positionals,
    settings: {
      rounds: read('rounds'),
      streams: read('streams'),
      seconds: read('seconds'),
      minutes: read('minutes'),
      profileFolder: values.profile,
    },
  };
}
