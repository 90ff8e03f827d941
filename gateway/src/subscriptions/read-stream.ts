import type { RequestContext } from '@polyphony/platform/context';
import type { SubgraphRequest } from '@polyphony/platform/subgraph';
import type { EventQueue } from './event-queue.ts';
import { openSharedStream } from './shared-stream.ts';
import type { OpenStream } from './subgraph-stream.ts';
import { createSubscriptionStatistics } from './subscription-statistics.ts';

/** Reads a pushed stream of a subgraph, of which at most `queueLimit` bytes wait, until it ends or the context's signal aborts. */
export function readStream(
  open: OpenStream,
  request: SubgraphRequest,
  context: RequestContext,
  queueLimit = 1024 * 1024,
): EventQueue {
  return openSharedStream({
    open: (listener, window) => open(request, context, listener, window),
    policy: 'lossless',
    queueLimit,
    statistics: createSubscriptionStatistics(),
    onClosedToNewcomers: () => undefined,
    onEnd: () => undefined,
  }).join(context.signal, () => undefined);
}
