import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { SchemaReloadError } from '@polyphony/platform/errors';
import type { Logger } from '@polyphony/platform/logging';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import type { GraphExecution } from '../execution/index.ts';
import type { GatewayMetrics } from '../metrics/index.ts';
import type { Graph, GraphReplacedListener } from './graph.ts';
import { namedSubgraphs, type NamedSubgraph } from './named-subgraphs.ts';
import { createOperationPopularity, type OperationText } from './operation-popularity.ts';
import type { SubgraphConnections } from './subgraph-connections.ts';
import type { SupergraphSource } from './supergraph-source.ts';
import { warmUp, type FailedWarmUp, type WarmUp } from './warm-up.ts';

/** A graph that follows its source: whatever supergraph that offers is built, tried, and then takes over, or is refused. */
export interface LiveGraph extends Graph {
  /** Prepares the known operations, in the background of what else is done. */
  warmUp(): Promise<void>;
  /** Listens to the source no more. */
  close(): Promise<void>;
}

export interface LiveGraphOptions {
  source: SupergraphSource;
  connections: SubgraphConnections;
  /** @throws Error when no graph can be made of this supergraph. */
  build(supergraphSdl: string, subgraphs: readonly ExecutableSubgraph[]): GraphExecution;
  /** Operations that are known before any client asked. A supergraph on which one is valid but cannot be planned is refused. */
  knownOperations: readonly OperationText[];
  /** How many of the operations used most are prepared on a new graph before it takes over, besides the known; 0: none at all. */
  warmUpOperations: number;
  /** How long the operations of a graph may still run after it was replaced. */
  graceMs: number;
  metrics: Pick<GatewayMetrics, 'supergraphOffered'>;
  log: Logger;
}

interface RunningGraph {
  readonly supergraphSdl: string;
  readonly named: readonly NamedSubgraph[];
  readonly built: GraphExecution;
  /** The same, whose operations are counted. */
  readonly execution: GraphExecution;
}

/** How long preparing operations may put off a new graph. */
const warmUpBudgetMs = 30_000;

/** @throws Error when the first supergraph cannot be had or used. */
export async function createLiveGraph(options: LiveGraphOptions): Promise<LiveGraph> {
  const { source, connections, knownOperations, warmUpOperations, graceMs, metrics, log } = options;
  const popularity = createOperationPopularity();
  const listeners = new Set<GraphReplacedListener>();
  const closing = new AbortController();
  let offered: string | undefined;
  let replacing: Promise<void> | undefined;

  const build = (supergraphSdl: string): RunningGraph => {
    const named = namedSubgraphs(supergraphSdl);
    const built = options.build(supergraphSdl, connections.open(named));
    return { supergraphSdl, named, built, execution: warmUpOperations > 0 ? popularity.counted(built) : built };
  };
  const prepareOn = (execution: GraphExecution, operations: readonly OperationText[]) =>
    warmUp(execution, warmUpOperations > 0 ? operations : [], { signal: closing.signal, budgetMs: warmUpBudgetMs });

  let isRunning = false;
  const started = await source.start(supergraphSdl => {
    offered = supergraphSdl;
    if (isRunning) replacing ??= replaceByOffered();
  });
  // No other variable may hold a graph: what was replaced is to be forgotten.
  let current: RunningGraph;
  try {
    current = build(started.supergraphSdl);
  } catch (error) {
    await Promise.all([started.stop(), connections.close()]);
    throw new Error(`The supergraph of ${source.description} cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
  isRunning = true;
  metrics.supergraphOffered({ supergraph: shortId(current.supergraphSdl), outcome: 'taken' });
  // What came while the first was being built.
  if (offered !== undefined) replacing = replaceByOffered();

  async function replaceByOffered(): Promise<void> {
    // Never within the caller's turn: building takes longer than any request.
    await turn();
    while (offered !== undefined && !closing.signal.aborted) {
      const supergraphSdl = offered;
      offered = undefined;
      if (supergraphSdl === current.supergraphSdl) continue;
      const supergraph = shortId(supergraphSdl);
      try {
        const next = build(supergraphSdl);
        const used = popularity.mostUsed(warmUpOperations);
        const usedQueries = new Set(used.map(({ query }) => query));
        const report = await prepareOn(next.execution, [
          ...used,
          ...knownOperations.filter(({ query }) => !usedQueries.has(query)),
        ]);
        if (closing.signal.aborted) return;
        refuseUnplannable(report, knownOperations);
        replaceBy(next);
        metrics.supergraphOffered({ supergraph, outcome: 'taken' });
        log.warn({ supergraph, ...summary(report) }, 'A new supergraph took over');
      } catch (error) {
        // What an earlier graph still runs on may be among them.
        connections.keepOnly(current.named, graceMs);
        metrics.supergraphOffered({ supergraph, outcome: 'refused' });
        log.error({ supergraph, err: error }, 'A new supergraph was refused; the graph stays as it is');
      }
    }
    replacing = undefined;
  }

  function replaceBy(next: RunningGraph): void {
    const { built: previous } = current;
    current = next;
    const reason = new SchemaReloadError();
    for (const listener of listeners) {
      try {
        listener(reason, previous);
      } catch (error) {
        log.error({ err: error }, 'Not everything of the replaced graph was told');
      }
    }
    connections.keepOnly(next.named, graceMs);
  }

  return {
    get current() {
      return current.execution;
    },
    onReplaced(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async warmUp() {
      const report = await prepareOn(current.execution, knownOperations);
      log.debug(summary(report), 'Known operations are prepared');
    },
    async close() {
      closing.abort();
      await Promise.all([started.stop(), replacing]);
    },
  };
}

/** That fewer operations than this fail all together says little about a supergraph. */
const tellingFailures = 3;

/** @throws Error when nothing that clients use works, or when the planner fails on what is known to be right. */
function refuseUnplannable({ prepared, failed }: WarmUp, known: readonly OperationText[]): void {
  const [first] = failed;
  if (first === undefined) return;
  if (prepared === 0 && failed.length >= tellingFailures)
    throw new Error(`None of the operations in use can be prepared. ${inWords(first)}`);
  const queries = new Set(known.map(({ query }) => query));
  const unplannable = failed.find(({ query, code }) => queries.has(query) && code !== 'GRAPHQL_VALIDATION_FAILED');
  if (unplannable !== undefined) throw new Error(`A known operation cannot be planned. ${inWords(unplannable)}`);
}

const inWords = ({ query, message }: FailedWarmUp) =>
  `${query.trim().replaceAll(/\s+/g, ' ').slice(0, 100)}: ${message.slice(0, 500)}`;

const summary = ({ prepared, failed }: WarmUp) => ({
  prepared,
  // Fields that clients use may have been removed on purpose, but somebody should know.
  ...(failed.length > 0 && { failed: failed.length, failures: failed.slice(0, 5).map(inWords) }),
});

const shortId = (supergraphSdl: string) => createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12);
