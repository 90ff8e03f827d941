import {
  createSourceEventStream,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { unlessAborted } from '../abort/index.ts';
import type { RequestContext } from '../context/index.ts';
import { formatError } from '../graphql/index.ts';
import type { PolledIterator } from '../iterators/index.ts';
import { createExecutableDocument, type ExecutableDocument } from './execution/executable-document.ts';
import type { Subgraph } from './subgraph.ts';
import { traceSubgraph } from './trace-subgraph.ts';

export interface SubgraphRequest {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

/** An operation as the JSON text of a request body; UTF-8 held as latin1, one character a byte. */
export interface SubgraphTextRequest {
  readonly body: string;
  readonly operationType: 'query' | 'mutation';
}

/** A subgraph as the gateway sees it, whichever way it is reached. Results are formatted: errors are masked already. */
export interface ExecutableSubgraph {
  readonly name: string;
  readonly sdl: string;
  execute(request: SubgraphRequest, context: RequestContext): Promise<FormattedExecutionResult>;
  /** Ends when the source ends or `context.signal` aborts. An operation that cannot start yields one result with errors. */
  subscribe(
    request: SubgraphRequest,
    context: RequestContext,
  ): AsyncGenerator<FormattedExecutionResult, void, undefined>;
  /**
   * The same as `execute` without reading the answer, where the subgraph is reached by text: the JSON text of the result, UTF-8 held
   * as latin1. @throws AppError when there is no answer.
   */
  executeText?(request: SubgraphTextRequest, context: RequestContext): Promise<string>;
  /** The same as `subscribe` without reading the events; each is the JSON text of a result. */
  subscribeText?(
    request: SubgraphRequest,
    context: RequestContext,
  ): PolledIterator<string> & AsyncIterable<string, unknown, undefined>;
}

type Prepared = ExecutableDocument | { errors: readonly GraphQLError[] };

/** Parses, validates and compiles a query once per text. */
function createDocumentCache(schema: GraphQLSchema) {
  const cache = new LRUCache<string, Prepared>({
    max: 1000,
    // Clients' literals are part of the text.
    maxSize: 10 * 1024 * 1024,
    sizeCalculation: (_prepared, query) => query.length + 1,
  });
  return (query: string): Prepared => {
    let prepared = cache.get(query);
    if (prepared === undefined) {
      prepared = prepare(schema, query);
      cache.set(query, prepared);
    }
    return prepared;
  };
}

function prepare(schema: GraphQLSchema, query: string): Prepared {
  try {
    const document = parse(query, { maxTokens: 20_000, noLocation: true });
    const errors = validate(schema, document);
    return errors.length === 0 ? createExecutableDocument(schema, document) : { errors };
  } catch (error) {
    // graphql-js throws from `validate` on some malformed documents instead of reporting.
    return { errors: [error instanceof GraphQLError ? error : new GraphQLError('The document is malformed.')] };
  }
}

/** Executes operations on a subgraph in this process. */
export function createExecutableSubgraph<Context extends RequestContext>(
  subgraph: Subgraph<Context>,
): ExecutableSubgraph {
  const { schema, sdl } = subgraph.schema;
  const prepareDocument = createDocumentCache(schema);

  const formatted = (result: ExecutionResult, context: RequestContext): FormattedExecutionResult =>
    result.errors === undefined
      ? { data: result.data ?? null }
      : { data: result.data ?? null, errors: result.errors.map(error => formatError(error, context)) };
  const rejected = (errors: readonly unknown[], context: RequestContext): FormattedExecutionResult => ({
    errors: errors.map(error => formatError(error, context)),
  });
  const run = async (
    prepared: ExecutableDocument,
    { variables, operationName }: SubgraphRequest,
    context: RequestContext,
    rootValue?: unknown,
  ) =>
    formatted(
      await prepared.execute({ rootValue, contextValue: subgraph.createContext(context), variables, operationName }),
      context,
    );

  const executable: ExecutableSubgraph = {
    name: subgraph.name,
    sdl,

    async execute(request, context) {
      const prepared = prepareDocument(request.query);
      if ('errors' in prepared) return rejected(prepared.errors, context);
      if (getOperationAST(prepared.document, request.operationName)?.operation === OperationTypeNode.SUBSCRIPTION) {
        return rejected(
          [new GraphQLError('Subscribe to this operation instead.', { extensions: { code: 'BAD_USER_INPUT' } })],
          context,
        );
      }
      return run(prepared, request, context);
    },

    async *subscribe(request, context) {
      const prepared = prepareDocument(request.query);
      if ('errors' in prepared) return yield rejected(prepared.errors, context);
      const source = await createSourceEventStream({
        schema,
        document: prepared.document,
        contextValue: subgraph.createContext(context),
        variableValues: request.variables,
        operationName: request.operationName,
      });
      if (!(Symbol.asyncIterator in source)) return yield formatted(source, context);
      const events = source[Symbol.asyncIterator]();
      try {
        while (!context.signal.aborted) {
          const next = await unlessAborted(events.next(), context.signal);
          if (next === 'aborted' || next.done) return;
          // Loaders live as long as one event: a later event must not see an earlier one's reads.
          yield await run(prepared, request, context, next.value);
        }
      } catch (error) {
        yield rejected([error], context);
      } finally {
        const left = events.return?.().catch(() => undefined);
        // A generator that waits for its next event cannot be left before that comes, which may be never.
        if (!context.signal.aborted) await left;
      }
    },
  };
  return traceSubgraph(executable, { verb: 'execute', kind: 'server' });
}
