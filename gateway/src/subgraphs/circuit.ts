import { circuitBreaker, CircuitState, ExponentialBackoff, handleWhen, SamplingBreaker } from 'cockatiel';
import { GatewayTimeoutError } from '@polyphony/platform/errors';
import { FetchFailure } from './fetch-failure.ts';

/** `open`: nothing is sent. `half-open`: one fetch goes to see whether the subgraph is back. */
export type CircuitStateName = 'closed' | 'open' | 'half-open';

/** Keeps fetches away from a subgraph that is not well. */
export interface Circuit {
  readonly state: CircuitStateName;
  /** Runs the work, or throws CircuitOpenError at once. The work may ask `isOpen` again after it had to wait. */
  run<Value>(work: (isProbe: boolean) => Promise<Value>): Promise<Value>;
}

/** The subgraph is being left alone. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
}

export interface CircuitOptions {
  /** Opens when more than this share of fetches fails, in percent; 0 never opens. */
  failurePercent: number;
  /** What the share is taken of, in milliseconds. */
  windowMs?: number;
  /** Fewer fetches a second than this tell nothing. */
  minimumPerSecond?: number;
  /** First and longest time to stay open; it doubles, more or less, with every probe that fails. */
  openMs?: { first: number; longest: number };
  onChange: (state: CircuitStateName) => void;
}

const names: Record<CircuitState, CircuitStateName> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

export function createCircuit({
  failurePercent,
  windowMs = 10_000,
  minimumPerSecond = 1,
  openMs = { first: 1000, longest: 30_000 },
  onChange,
}: CircuitOptions): Circuit {
  if (failurePercent === 0) return { state: 'closed', run: work => work(false) };
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: new ExponentialBackoff({ initialDelay: openMs.first, maxDelay: openMs.longest }),
    breaker: new SamplingBreaker({
      threshold: Math.min(failurePercent, 99) / 100,
      duration: windowMs,
      minimumRps: minimumPerSecond,
    }),
  });
  breaker.onStateChange(state => onChange(names[state]));

  return {
    get state() {
      return names[breaker.state];
    },
    async run(work) {
      // Cockatiel lets everybody else wait for the probe, for as long as a deadline; there are other fields to answer with.
      if (breaker.state === CircuitState.HalfOpen) throw new CircuitOpenError();
      let isStarted = false;
      try {
        return await breaker.execute(() => {
          isStarted = true;
          return breaker.state === CircuitState.HalfOpen ? probe(work) : work(false);
        });
      } catch (error) {
        throw isStarted ? error : new CircuitOpenError();
      }
    },
  };
}

const isOutage = (error: unknown): boolean =>
  error instanceof GatewayTimeoutError || (error instanceof FetchFailure && error.isOutage);

/** A probe that was given up, or refused, did not show that the subgraph is back: cockatiel would take it for a success. */
async function probe<Value>(work: (isProbe: boolean) => Promise<Value>): Promise<Value> {
  try {
    return await work(true);
  } catch (error) {
    if (isOutage(error)) throw error;
    throw new FetchFailure('The probe came to nothing.', { isRetryable: false, isOutage: true, cause: error });
  }
}
