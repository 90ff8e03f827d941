/** Most buckets that the format knows; the last holds all that took longer. */
const bucketCount = 384;
const base = Math.log(1.1);

/**
 * How often what took how long, as Apollo's usage reports have it: bucket n holds durations of up to 1.1^n microseconds.
 * https://github.com/apollographql/apollo-server/blob/main/packages/server/src/plugin/usageReporting/durationHistogram.ts
 */
export interface DurationHistogram {
  add(durationMs: number): void;
  /** Counts by bucket, runs of n > 1 empty ones written as -n, up to the last that is not empty. */
  toArray(): number[];
}

export function createDurationHistogram(): DurationHistogram {
  const counts: number[] = [];
  return {
    add(durationMs) {
      const bucket = bucketOf(durationMs);
      while (counts.length <= bucket) counts.push(0);
      counts[bucket]! += 1;
    },
    toArray() {
      const array: number[] = [];
      let empty = 0;
      for (const count of counts) {
        if (count === 0) {
          empty += 1;
          continue;
        }
        if (empty > 0) array.push(empty === 1 ? 0 : -empty);
        array.push(count);
        empty = 0;
      }
      return array;
    },
  };
}

function bucketOf(durationMs: number): number {
  const bucket = Math.ceil(Math.log(durationMs * 1000) / base);
  // Not for what took no time at all, whose logarithm is no number to count with.
  return bucket > 0 ? Math.min(bucket, bucketCount - 1) : 0;
}
