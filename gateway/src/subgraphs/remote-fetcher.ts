import { setTimeout as sleep } from 'node:timers/promises';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { RequestContext } from '@polyphony/platform/context';
import { AppError, DownstreamServiceError, GatewayTimeoutError } from '@polyphony/platform/errors';
import type { SubgraphTextRequest } from '@polyphony/platform/subgraph';
import { traceParentOf } from '@polyphony/platform/tracing';
import { abortError } from '../deadlines/index.ts';
import { BulkheadFullError, createBulkhead } from './bulkhead.ts';
import type { CallerIdentities } from './caller-identities.ts';
import { CircuitOpenError, createCircuit, type CircuitStateName } from './circuit.ts';
import { FetchFailure } from './fetch-failure.ts';
import type { RemoteConnection } from './remote-connection.ts';
import type { RemoteSubgraphSettings } from './remote-subgraph.settings.ts';
import { createRetryBudget } from './retry-budget.ts';
import { SharedFetch } from './shared-fetch.ts';
import { createFetchCounts, type SubgraphStatus } from './subgraph-status.ts';

/** Sends operations to one subgraph: once where many ask the same, again where that may help, not at all where it cannot. */
export interface RemoteFetcher {
  /** @throws DownstreamServiceError, GatewayTimeoutError, or what the context's signal was aborted with. */
  fetch(request: SubgraphTextRequest, context: RequestContext): Promise<string>;
  readonly status: SubgraphStatus;
}

export interface RemoteFetcherOptions {
  name: string;
  connection: RemoteConnection;
  identities: CallerIdentities;
  settings: RemoteSubgraphSettings;
  onCircuitChange: (state: CircuitStateName) => void;
}

const retryDelays = new ExponentialBackoff({ initialDelay: 50, maxDelay: 1000 });

export function createRemoteFetcher({
  name,
  connection,
  identities,
  settings,
  onCircuitChange,
}: RemoteFetcherOptions): RemoteFetcher {
  const timeoutMs = settings.timeoutsMs[name] ?? settings.timeoutMs;
  const bulkhead = createBulkhead({ places: settings.concurrency, maxWaiting: settings.maxWaiting });
  const circuit = createCircuit({ failurePercent: settings.circuitPercent, onChange: onCircuitChange });
  const budget = createRetryBudget(settings.retryBudgetPercent);
  const counts = createFetchCounts();

  async function sendOnce(body: string, context: RequestContext, signal: AbortSignal, isProbe: boolean) {
    const turn = bulkhead.enter(signal);
    if (turn !== undefined) await turn;
    try {
      // It may have opened while this one was waiting.
      if (!isProbe && circuit.state !== 'closed') throw new CircuitOpenError();
      const { token } = identities.of(context);
      const { requestId, span } = context;
      const traceParent = span === undefined ? undefined : traceParentOf(span);
      return await connection.send(body, { token, requestId, traceParent }, signal);
    } finally {
      bulkhead.leave();
    }
  }

  async function send(body: string, context: RequestContext, mayRetry: boolean, signal: AbortSignal): Promise<string> {
    budget.earn();
    let delay: IBackoff<unknown> | undefined;
    for (let retries = 0; ; retries += 1) {
      try {
        return await circuit.run(isProbe => sendOnce(body, context, signal, isProbe));
      } catch (error) {
        const isHopeful = error instanceof FetchFailure && error.isRetryable && !signal.aborted;
        if (!mayRetry || !isHopeful || retries >= settings.retries) throw explain(error);
        if (!budget.spend()) {
          counts.retriesRefused += 1;
          throw explain(error);
        }
      }
      counts.retries += 1;
      delay = delay === undefined ? retryDelays.next() : delay.next(undefined);
      // Rejects only when nobody is listening any more, or at the deadline.
      await sleep(delay.duration, undefined, { signal }).catch(() => Promise.reject(explain(abortError(signal))));
    }
  }

  /** What clients may see of it; the reason goes to the log, except where one reason would fill the log with itself. */
  function explain(error: unknown): Error {
    if (error instanceof GatewayTimeoutError) return new GatewayTimeoutError(`The service "${name}" took too long.`);
    if (error instanceof AppError) return error;
    if (error instanceof CircuitOpenError) {
      counts.refusedByCircuit += 1;
      return new DownstreamServiceError(name);
    }
    if (error instanceof BulkheadFullError) {
      counts.refusedByBulkhead += 1;
      return new DownstreamServiceError(name);
    }
    return new DownstreamServiceError(name, error);
  }

  // Rises with every mutation: what was asked before it must not answer who asks after it.
  let writes = 0;
  const noMore = () => {
    writes += 1;
  };

  function startQuery(body: string, context: RequestContext, inFlight: Map<string, SharedFetch>): SharedFetch {
    const fetch: SharedFetch = new SharedFetch({
      start: signal => send(body, context, true, signal),
      timeoutMs,
      writesBefore: writes,
      onEnd: () => {
        if (inFlight.get(body) === fetch) inFlight.delete(body);
      },
    });
    if (settings.deduplication) inFlight.set(body, fetch);
    return fetch;
  }

  return {
    fetch({ body, operationType }, context) {
      const { signal, freshAfter = 0 } = context;
      if (signal.aborted) return Promise.reject(abortError(signal));
      counts.asked += 1;
      if (operationType === 'mutation') {
        writes += 1;
        const start = (own: AbortSignal) => send(body, context, false, own);
        return new SharedFetch({ start, timeoutMs, writesBefore: writes, onEnd: noMore }).wait(signal);
      }
      const { inFlight } = identities.of(context);
      const known = inFlight.get(body);
      if (known?.writesBefore === writes && known.startedAt > freshAfter) {
        counts.shared += 1;
        return known.wait(signal);
      }
      return startQuery(body, context, inFlight).wait(signal);
    },
    status: {
      get circuit() {
        return circuit.state;
      },
      get running() {
        return bulkhead.running;
      },
      get waiting() {
        return bulkhead.waiting;
      },
      counts,
    },
  };
}
