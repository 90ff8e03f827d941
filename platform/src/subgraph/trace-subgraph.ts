import type { FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '../context/index.ts';
import { AppError } from '../errors/index.ts';
import { endSpan, startSpan, streamWithSpan, withSpan, type Span, type SpanOptions } from '../tracing/index.ts';
import type { ExecutableSubgraph } from './executable.ts';

/** What the spans are: of those who ask a subgraph, or of the subgraph itself. */
export interface SubgraphSpans {
  /** Followed by the subgraph's name. */
  verb: 'fetch' | 'execute';
  kind: SpanOptions['kind'];
}

/**
 * The same subgraph, each of whose operations is a span where the request is traced, and a call that is passed on where not. What
 * stores and other services do for the operation becomes a part of it.
 */
export function traceSubgraph<Traced extends ExecutableSubgraph>(subgraph: Traced, spans: SubgraphSpans): Traced {
  const name = `${spans.verb} ${subgraph.name}`;
  const start = (parent: Span) =>
    startSpan(name, parent, { kind: spans.kind, attributes: { 'polyphony.subgraph': subgraph.name } });
  const within = (context: RequestContext, span: Span | undefined): RequestContext =>
    span === undefined ? context : { ...context, span };

  async function* stream<Event extends FormattedExecutionResult | string>(
    parent: Span,
    context: RequestContext,
    open: (context: RequestContext) => AsyncIterable<Event>,
  ): AsyncGenerator<Event, void, undefined> {
    const span = start(parent) ?? parent;
    let failure: string | undefined;
    try {
      for await (const event of streamWithSpan(span, () => open(within(context, span)))) {
        // Without `data` the operation did not start, or gave up.
        if (typeof event !== 'string' && event.data === undefined) failure = codeOfResult(event);
        yield event;
      }
    } catch (error) {
      failure = codeOfError(error);
      throw error;
    } finally {
      if (span !== parent) endSpan(span, failure);
    }
  }

  async function run<Answer>(
    parent: Span,
    context: RequestContext,
    execute: (context: RequestContext) => Promise<Answer>,
    failureOf: (answer: Answer) => string | undefined,
  ): Promise<Answer> {
    const span = start(parent);
    try {
      const answer = await withSpan(span, () => execute(within(context, span)));
      endSpan(span, failureOf(answer));
      return answer;
    } catch (error) {
      endSpan(span, codeOfError(error));
      throw error;
    }
  }

  const { executeText, subscribeText } = subgraph;
  return {
    ...subgraph,
    execute: (request, context) =>
      context.span === undefined
        ? subgraph.execute(request, context)
        : run(context.span, context, inner => subgraph.execute(request, inner), codeOfResult),
    subscribe: (request, context) =>
      context.span === undefined
        ? subgraph.subscribe(request, context)
        : stream(context.span, context, inner => subgraph.subscribe(request, inner)),
    ...(executeText !== undefined && {
      executeText: (request, context) =>
        context.span === undefined
          ? executeText.call(subgraph, request, context)
          : run(
              context.span,
              context,
              inner => executeText.call(subgraph, request, inner),
              () => undefined,
            ),
    }),
    ...(subscribeText !== undefined && {
      subscribeText: (request, context) =>
        context.span === undefined
          ? subscribeText.call(subgraph, request, context)
          : stream(context.span, context, inner => subscribeText.call(subgraph, request, inner)),
    }),
  };
}

function codeOfResult({ errors }: FormattedExecutionResult): string | undefined {
  return errors === undefined || errors.length === 0 ? undefined : String(errors[0]?.extensions?.['code'] ?? 'unknown');
}

function codeOfError(error: unknown): string {
  return error instanceof AppError ? error.code : 'INTERNAL_SERVER_ERROR';
}
