/** Keeps retries under a share of fetches: when most of them fail, trying each again only makes things worse. */
export interface RetryBudget {
  /** Counts a fetch, which earns its share of a retry. */
  earn(): void;
  /** Takes one retry out; false when there is none. */
  spend(): boolean;
}

/** Retries that are there from the start, and that can be saved up. */
const savedRetries = 10;

export function createRetryBudget(percent: number): RetryBudget {
  let saved = percent === 0 ? 0 : savedRetries;
  return {
    earn() {
      saved = Math.min(savedRetries, saved + percent / 100);
    },
    spend() {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}
