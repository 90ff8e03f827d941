/** @throws TypeError for what JSON has no text for, such as undefined. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError(`A cache holds JSON, not ${typeof value}.`);
  return json;
}

/** Whole milliseconds, at least 1. @throws RangeError unless `ttlSeconds` is a number above 0. */
export function toMilliseconds(ttlSeconds: number): number {
  if (!Number.isFinite(ttlSeconds) || ttlSeconds <= 0)
    throw new RangeError(`A time to live of ${ttlSeconds} s is not above 0.`);
  return Math.ceil(ttlSeconds * 1000);
}
