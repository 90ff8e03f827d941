import type { GraphQLDataSource } from '@apollo/gateway';
import type { FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { formatError } from '@polyphony/platform/graphql';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { untilAborted } from '../deadlines/index.ts';
import type { GatewayMetrics } from '../metrics/index.ts';

type DataSourceOptions = Parameters<GraphQLDataSource['process']>[0];
type DataSourceResponse = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** Lets Apollo's plan execution fetch from a subgraph, wherever it runs. A fetch that fails becomes an error beside null data. */
export class SubgraphDataSource implements GraphQLDataSource<RequestContext & Record<string, unknown>> {
  constructor(
    private readonly subgraph: ExecutableSubgraph,
    private readonly metrics: GatewayMetrics,
  ) {}

  async process({ request, context }: DataSourceOptions): Promise<DataSourceResponse> {
    const started = performance.now();
    const result = await this.fetch(
      { query: request.query ?? '', variables: request.variables ?? {}, operationName: request.operationName ?? null },
      context as unknown as RequestContext,
    );
    this.metrics.fetchFinished({
      subgraph: this.subgraph.name,
      code: String(result.errors?.[0]?.extensions?.['code'] ?? 'OK'),
      durationMs: performance.now() - started,
    });
    return result;
  }

  private async fetch(
    request: Parameters<ExecutableSubgraph['execute']>[0],
    context: RequestContext,
  ): Promise<FormattedExecutionResult> {
    try {
      return await untilAborted(this.subgraph.execute(request, context), context.signal);
    } catch (error) {
      return { data: null, errors: [formatError(error, context)] };
    }
  }
}
