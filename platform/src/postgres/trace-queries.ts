import { activeSpan, endSpan, startSpan } from '../tracing/index.ts';

const longestStatement = 1000;

/** Makes a statement that ended now a span under the work that sent it. Values stay out: statements have placeholders. */
export function traceQuery({ query, took = 0, failed }: { query: string; took?: number; failed: boolean }): void {
  const parent = activeSpan();
  if (parent === undefined) return;
  const operation = /^\s*([a-z]+)/i.exec(query)?.[1]?.toUpperCase() ?? 'QUERY';
  const span = startSpan(operation, parent, {
    kind: 'client',
    startTime: Date.now() - took,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      'db.query.text': query.slice(0, longestStatement),
    },
  });
  endSpan(span, failed ? 'QUERY_FAILED' : undefined);
}
