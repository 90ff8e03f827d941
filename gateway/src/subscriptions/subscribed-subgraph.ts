import type { FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import type { ExecutableSubgraph, SubgraphRequest } from '@polyphony/platform/subgraph';
import { fromLatin1 } from '@polyphony/platform/text';
import type { EventQueue, QueuePolicy } from './event-queue.ts';
import { openPulledStream } from './pulled-stream.ts';
import type { ResumableOperation } from './resumable-operation.ts';
import { openResumingStream, type ResumePace } from './resuming-stream.ts';
import type { RunningStreams } from './running-streams.ts';
import { SharedStream, type SharedStreamOptions } from './shared-stream.ts';
import type { OpenStream, StreamingSubgraph, StreamListener, SubgraphStream } from './subgraph-stream.ts';
import { subscriptionKey } from './subscription-key.ts';
import type { SubscriptionLimits } from './subscription-limits.ts';
import { createSubscriptionReader } from './subscription-request.ts';
import type { SubscriptionStatistics } from './subscription-statistics.ts';

/** How far a stream is read ahead of its readers where reading it takes no time: in this process. */
const pulledAhead = 64 * 1024;

const never = new AbortController().signal;

export interface SubscribedSubgraphOptions {
  subgraph: StreamingSubgraph;
  /** Its fields that can be resumed, with the types of their events. */
  resumableFields: ReadonlyMap<string, readonly string[]>;
  policyOf: (field: string) => QueuePolicy;
  queueLimit: number;
  pace: ResumePace;
  limits: SubscriptionLimits;
  statistics: SubscriptionStatistics;
  running: RunningStreams;
}

/** The same subgraph with subscriptions that are counted, shared where they are identical, bounded, and resumed where they can be. */
export function createSubscribedSubgraph({
  subgraph,
  resumableFields,
  policyOf,
  queueLimit,
  pace,
  limits,
  statistics,
  running,
}: SubscribedSubgraphOptions): ExecutableSubgraph {
  const read = createSubscriptionReader(resumableFields);
  const joinable = new Map<string, SharedStream>();
  // What is pulled is at hand when it is needed.
  const limit = subgraph.openStream === undefined ? Math.min(queueLimit, pulledAhead) : queueLimit;
  const optionsOf: Record<QueuePolicy, SharedStreamOptions> = {
    lossless: { policy: 'lossless', limit, statistics },
    latest: { policy: 'latest', limit, statistics },
  };
  const openPlain: OpenStream = subgraph.openStream ?? openPulledStream(subgraph);
  const onResumed = () => void (statistics.resumed += 1);

  function openStream(
    request: SubgraphRequest,
    context: RequestContext,
    listener: StreamListener,
    window: number,
    resumable: ResumableOperation | undefined,
  ): SubgraphStream {
    // Streams of this process break only with it.
    if (resumable === undefined || subgraph.openStream === undefined) {
      return openPlain(request, context, listener, window);
    }
    return openResumingStream({
      open: openPlain,
      operation: resumable,
      request,
      context,
      listener,
      window,
      pace,
      onResumed,
    });
  }

  function subscribeText(request: SubgraphRequest, context: RequestContext): EventQueue {
    running.refuseDrained();
    const release = limits.add(context);
    try {
      return findStream(request, context).join(context.signal, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  function findStream(request: SubgraphRequest, context: RequestContext): SharedStream {
    const key = subscriptionKey(request, context);
    const found = joinable.get(key);
    if (found !== undefined) {
      statistics.shared += 1;
      return found;
    }
    const { field, resumable } = read(request);
    const options = optionsOf[policyOf(field)];
    const stream = new SharedStream(
      // It may outlive the client that happened to be first.
      (listener, window) => openStream(request, { ...context, signal: never }, listener, window, resumable),
      options,
      {
        isClosedToNewcomers: () => void joinable.delete(key),
        hasEnded: running.delete,
      },
    );
    joinable.set(key, stream);
    running.add(stream);
    return stream;
  }

  return {
    ...subgraph,
    subscribeText,
    async *subscribe(request, context) {
      for await (const text of subscribeText(request, context)) {
        yield JSON.parse(fromLatin1(text)) as FormattedExecutionResult;
      }
    },
  };
}
