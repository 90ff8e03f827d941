import { activeSpan, isTracing, readTraceParent, traceParentOf, type Span } from '../tracing/index.ts';

/** Beside a job's own data in its row; taken out before a handler sees it. */
const traceKey = '$traceparent';

/** The data as it is stored: with the trace of the work that enqueues it, where that is traced. */
export function withTraceOfEnqueuer<Data extends object>(data: Data): Data {
  const span = activeSpan();
  return span === undefined ? data : { ...data, [traceKey]: traceParentOf(span) };
}

/** A job's own data, and who enqueued it where that was traced and this process traces too. */
export function takeTrace<Stored extends { data: unknown }>(job: Stored): { job: Stored; enqueuer: Span | undefined } {
  const { data } = job;
  if (typeof data !== 'object' || data === null || !(traceKey in data)) return { job, enqueuer: undefined };
  const { [traceKey]: traceParent, ...own } = data as Record<string, unknown>;
  return { job: { ...job, data: own }, enqueuer: isTracing() ? readTraceParent(traceParent) : undefined };
}
