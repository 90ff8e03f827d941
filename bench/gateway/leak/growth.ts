import { robustSlope } from '../../src/measurement/robust-slope.ts';
import { median } from '../../src/measurement/statistics.ts';

/** What was seen of a process while nobody used it, between two stretches of load. */
export interface Sample {
  /** Since the first. */
  readonly minutes: number;
  readonly value: number;
}

export interface Growth {
  readonly median: number;
  readonly perMinute: number;
  /** Over the time that was judged. */
  readonly total: number;
}

/** The first fifth is left out: caches fill, and V8 compiles and takes room. */
export function growthOf(samples: readonly Sample[]): Growth {
  const judged = samples.slice(Math.ceil(samples.length / 5));
  const perMinute = robustSlope(judged.map(({ minutes, value }) => [minutes, value]));
  const window = (judged.at(-1)?.minutes ?? 0) - (judged[0]?.minutes ?? 0);
  return { median: median(judged.map(({ value }) => value)), perMinute, total: perMinute * window };
}
