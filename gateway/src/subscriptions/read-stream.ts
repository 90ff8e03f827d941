import type { RequestContext } from '@polyphony/platform/context';
import type { SubgraphRequest } from '@polyphony/platform/subgraph';
import type { EventQueue } from './event-queue.ts';
import { SharedStream, type SharedStreamOwner } from './shared-stream.ts';
import type { OpenStream } from './subgraph-stream.ts';
import { createSubscriptionStatistics } from './subscription-statistics.ts';

/** Reads a pushed stream of a subgraph, of which at most `queueLimit` bytes wait, until it ends or the context's signal aborts. */
export function readStream(
  open: OpenStream,
  request: SubgraphRequest,
  context: RequestContext,
  queueLimit = 1024 * 1024,
): EventQueue {
  const nobody: SharedStreamOwner = { isClosedToNewcomers: () => undefined, hasEnded: () => undefined };
  const options = { policy: 'lossless', limit: queueLimit, statistics: createSubscriptionStatistics() } as const;
  return new SharedStream((listener, window) => open(request, context, listener, window), options, nobody).join(
    context.signal,
    () => undefined,
  );
}
