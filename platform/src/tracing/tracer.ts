import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api';

export type { Span };

export interface SpanOptions {
  /** `internal` when not told. */
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Never anything a client sent freely: no variables, prompts, filters or credentials. */
  attributes?: Attributes;
  /** When it began, where that is past: milliseconds since 1970. */
  startTime?: number;
}

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** The process's tracer while tracing is on. */
let tracer: Tracer | undefined;

/** For `startTracing` alone. */
export function useTracer(next: Tracer | undefined): void {
  tracer = next;
}

/** Whether this process traces. What is only worth doing for a trace asks first. */
export function isTracing(): boolean {
  return tracer !== undefined;
}

/** Starts a span of work that somebody outside asked for: a new trace, or the next step of the caller's. undefined while tracing is off. */
export function startTrace(name: string, caller: Span | undefined, options: SpanOptions = {}): Span | undefined {
  return tracer === undefined ? undefined : startUnder(tracer, name, caller, options);
}

/** Starts a step of the work that `parent` stands for. undefined when that is not traced, which costs nothing. */
export function startSpan(name: string, parent: Span | undefined, options: SpanOptions = {}): Span | undefined {
  if (parent === undefined || tracer === undefined) return undefined;
  const { traceFlags, isRemote } = parent.spanContext();
  // A trace that is not kept has no steps, but still its identity, for those who are called.
  if ((traceFlags & TraceFlags.SAMPLED) === 0 && isRemote !== true) return parent;
  return startUnder(tracer, name, parent, options);
}

function startUnder(by: Tracer, name: string, parent: Span | undefined, options: SpanOptions): Span {
  const { kind = 'internal', attributes, startTime } = options;
  return by.startSpan(
    name,
    {
      kind: kinds[kind],
      ...(attributes !== undefined && { attributes }),
      ...(startTime !== undefined && { startTime }),
    },
    parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent),
  );
}

/** Ends a span; `failure` is the code of what went wrong, never its message. */
export function endSpan(span: Span | undefined, failure?: string): void {
  if (span === undefined) return;
  if (failure !== undefined) {
    span.setAttribute('error.type', failure);
    span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
  }
  span.end();
}
