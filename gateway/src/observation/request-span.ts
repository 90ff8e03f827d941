import type { FastifyReply, FastifyRequest } from 'fastify';
import { endSpan, readTraceParent, startTrace, traceParentHeader, type Span } from '@polyphony/platform/tracing';

/** The span of an HTTP request, a part of the client's trace where it names one; it ends with the answer. Only while tracing is on. */
export function startRequestSpan(request: FastifyRequest, { raw }: FastifyReply): Span | undefined {
  const route = request.routeOptions.url ?? 'unknown';
  const span = startTrace(`${request.method} ${route}`, readTraceParent(request.headers[traceParentHeader]), {
    kind: 'server',
    attributes: {
      'http.request.method': request.method,
      'http.route': route,
      'polyphony.request.id': request.id,
    },
  });
  raw.once('close', () => {
    span?.setAttribute('http.response.status_code', raw.statusCode);
    endSpan(span, raw.statusCode >= 500 ? String(raw.statusCode) : undefined);
  });
  return span;
}
