import type { RequestContext } from '../context/index.ts';
import type { HealthCheck } from '../health/index.ts';
import type { Procedures } from '../internal-calls/index.ts';
import type { SubgraphSchema } from './build-subgraph-schema.ts';

/**
 * One domain of the graph, ready to run: in the gateway's process or behind HTTP. Its `create...Subgraph(dependencies)` function
 * opens what it needs; `close` releases it.
 */
export interface Subgraph<Context extends RequestContext = RequestContext> {
  readonly name: string;
  readonly schema: SubgraphSchema;
  /** Builds repositories, services and loaders of one operation, or of one event of a subscription. */
  createContext(request: RequestContext): Context;
  /** What other services may call directly, by name. */
  readonly procedures: Procedures;
  readonly healthChecks: HealthCheck[];
  /** Starts handling jobs and periodic work; only processes that should do such work call it. */
  startWorker(): Promise<void>;
  /** Finishes or releases running work, then closes connections. */
  close(): Promise<void>;
}
