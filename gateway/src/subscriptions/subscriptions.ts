import type { AppError } from '@polyphony/platform/errors';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { findResumableFields } from './resumable-fields.ts';
import { defaultResumePace, type ResumePace } from './resuming-stream.ts';
import { createRunningStreams, type RunningStreams } from './running-streams.ts';
import type { StreamingSubgraph } from './subgraph-stream.ts';
import { createSubscribedSubgraph } from './subscribed-subgraph.ts';
import { createSubscriptionLimits } from './subscription-limits.ts';
import { createSubscriptionStatistics, type SubscriptionStatistics } from './subscription-statistics.ts';

export interface SubscriptionSettings {
  /** Subscriptions that may run in this process. */
  maxSubscriptions: number;
  /** Subscriptions that one viewer, or anonymous address, may have running in this process. */
  maxSubscriptionsPerClient: number;
  /** How many bytes of events may wait for one subscription's reader. */
  subscriptionQueueBytes: number;
  /** Subscription fields of which only the newest event matters: readers that are slow skip the others. */
  latestOnlySubscriptions: readonly string[];
}

/** The subscriptions of this process, on whatever supergraphs it runs. */
export interface Subscriptions {
  readonly statistics: Readonly<SubscriptionStatistics>;
  /**
   * Builds what executes a supergraph, with subgraphs whose subscriptions are counted, shared, bounded and resumed.
   * @param build Gets the subgraphs to execute with.
   */
  attach<Execution extends object>(
    graph: { supergraphSdl: string; subgraphs: readonly StreamingSubgraph[] },
    build: (subgraphs: readonly ExecutableSubgraph[]) => Execution,
  ): Execution;
  /** Ends all subscriptions of an execution that `attach` answered, and all it would still begin, with this error. Sockets stay open. */
  drain(reason: AppError, execution: object): void;
}

export function createSubscriptions(
  settings: SubscriptionSettings,
  pace: ResumePace = defaultResumePace,
): Subscriptions {
  const statistics = createSubscriptionStatistics();
  const limits = createSubscriptionLimits(settings, statistics);
  const latestOnly = new Set(settings.latestOnlySubscriptions);
  const streamsOf = new WeakMap<object, RunningStreams>();

  return {
    statistics,
    attach({ supergraphSdl, subgraphs }, build) {
      const resumableFields = findResumableFields(supergraphSdl);
      const running = createRunningStreams();
      const execution = build(
        subgraphs.map(subgraph =>
          createSubscribedSubgraph({
            subgraph,
            resumableFields: resumableFields.get(subgraph.name) ?? new Map<string, readonly string[]>(),
            policyOf: field => (latestOnly.has(field) ? 'latest' : 'lossless'),
            queueLimit: settings.subscriptionQueueBytes,
            pace,
            limits,
            statistics,
            running,
          }),
        ),
      );
      streamsOf.set(execution, running);
      return execution;
    },
    drain(reason, execution) {
      streamsOf.get(execution)?.drain(reason);
    },
  };
}
