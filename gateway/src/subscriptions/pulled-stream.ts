import { setImmediate } from 'node:timers/promises';
import { createSendWindow, eventCost, RequestRejectedError } from '@polyphony/platform/sockets';
import { toLatin1Json } from '@polyphony/platform/text';
import type { FormattedExecutionResult } from 'graphql';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import type { OpenStream } from './subgraph-stream.ts';

/** Events after which others get a turn, however many more are at hand. */
const eventsPerTurn = 256;

/** Streams of a subgraph that is pulled, as those in this process are: no further than the window reaches. */
export function openPulledStream(subgraph: ExecutableSubgraph): OpenStream {
  return (request, context, listener, size) => {
    const controller = new AbortController();
    const { signal } = controller;
    const window = createSendWindow(size);

    async function pump(): Promise<void> {
      const own = { ...context, signal };
      let count = 0;
      for await (const event of subgraph.subscribeText?.(request, own) ?? subgraph.subscribe(request, own)) {
        if (signal.aborted) return;
        const text = textOf(event);
        const grant = window.spend(eventCost(text));
        listener.event(text);
        count += 1;
        if (grant !== undefined) await grant;
        if (count % eventsPerTurn === 0) await setImmediate();
      }
    }

    pump().then(
      () => signal.aborted || listener.end(),
      (error: unknown) => signal.aborted || listener.end(error as Error),
    );
    return {
      grant: window.grant,
      leave() {
        controller.abort();
        // It may be waiting for a grant.
        window.grant(Number.MAX_SAFE_INTEGER);
      },
    };
  };
}

/** @throws RequestRejectedError when the subgraph did not start, or gave up: its last result has no data then. */
function textOf(event: FormattedExecutionResult | string): string {
  if (typeof event === 'string') return event;
  if (event.data === undefined) throw new RequestRejectedError(event.errors ?? []);
  return toLatin1Json(event);
}
