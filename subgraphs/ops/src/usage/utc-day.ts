export const dayMs = 24 * 60 * 60 * 1000;

/** The start of the UTC day that a moment lies in. UTC days have no clock changes: each is 24 hours. */
export function startOfUtcDay(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / dayMs) * dayMs);
}

/** The moment at which the counters of the day that starts at `day` are reset. */
export function endOfUtcDay(day: Date): Date {
  return new Date(day.getTime() + dayMs);
}
