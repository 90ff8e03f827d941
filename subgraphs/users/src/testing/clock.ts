export interface Clock {
  now(): Date;
  advance(seconds: number): void;
}

/** A clock that stands still until it is advanced. */
export function createClock(start = new Date()): Clock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    advance(seconds) {
      time += seconds * 1000;
    },
  };
}
