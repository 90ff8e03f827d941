import { trace, TraceFlags } from '@opentelemetry/api';
import type { Span } from './tracer.ts';

/** The header, or the key in a socket's `extensions`, that carries a trace from one process to the next (W3C Trace Context). */
export const traceParentHeader = 'traceparent';

// A later version may append fields; version ff and ids of zeros are invalid.
const pattern =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-[\x21-\x7e]{0,256})?$/;
const longest = 320;

/** Reads a caller's `traceparent`; anything malformed counts as absent. `tracestate` is not taken over. */
export function readTraceParent(text: unknown): Span | undefined {
  if (typeof text !== 'string' || text.length > longest) return undefined;
  const [found, traceId = '', spanId = '', flags = ''] = pattern.exec(text) ?? [];
  // Version 00 has nothing after its flags.
  if (found === undefined || (found.startsWith('00') && found.length !== 55)) return undefined;
  return trace.wrapSpanContext({
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  });
}

/** What to send to whoever does a part of this span's work. */
export function traceParentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;
}
