export { activeSpan, streamWithSpan, withSpan } from './active-span.ts';
export { startTracing, type Tracing } from './start-tracing.ts';
export { readTraceParent, traceParentHeader, traceParentOf } from './trace-parent.ts';
export { endSpan, isTracing, startSpan, startTrace, type Span, type SpanOptions } from './tracer.ts';
export { tracingEnvironment, tracingSettings, type TracingSettings } from './tracing-environment.ts';
