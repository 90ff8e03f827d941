/** One thing a process needs. `check` throws when it is not usable, and must answer within its own time limit. */
export interface HealthCheck {
  readonly name: string;
  check(signal: AbortSignal): Promise<void>;
}

export interface HealthReport {
  readonly name: string;
  readonly healthy: boolean;
  /** Why not; free of secrets. */
  readonly detail: string | null;
}

/** Runs all checks side by side, each within `timeoutMs`. Never throws. */
export function checkHealth(checks: readonly HealthCheck[], timeoutMs = 2000): Promise<HealthReport[]> {
  return Promise.all(checks.map(check => report(check, timeoutMs)));
}

async function report({ name, check }: HealthCheck, timeoutMs: number): Promise<HealthReport> {
  const signal = AbortSignal.timeout(timeoutMs);
  const timedOut = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${timeoutMs} ms`)), { once: true });
  });
  try {
    await Promise.race([check(signal), timedOut]);
    return { name, healthy: true, detail: null };
  } catch (error) {
    return { name, healthy: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
