import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from './tracer.ts';

/**
 * Stores and models are not told which request they work for. While a trace is kept, the span of the work that calls them travels
 * with the asynchronous flow; otherwise nothing does.
 */
const active = new AsyncLocalStorage<Span>();

/** Runs `work`, and everything it starts, as a part of `span`. Without a span it only runs. */
export function withSpan<Result>(span: Span | undefined, work: () => Result): Result {
  return span === undefined ? work() : active.run(span, work);
}

/** The span that the running code is a part of, if it is traced. */
export function activeSpan(): Span | undefined {
  return active.getStore();
}

/** The same events, each pulled as a part of `span`. */
export async function* streamWithSpan<Event>(
  span: Span,
  start: () => AsyncIterable<Event>,
): AsyncGenerator<Event, void, undefined> {
  const events = withSpan(span, () => start()[Symbol.asyncIterator]());
  let isDone = false;
  try {
    for (;;) {
      const next = await withSpan(span, () => events.next());
      if (next.done === true) {
        isDone = true;
        return;
      }
      yield next.value;
    }
  } catch (error) {
    isDone = true;
    throw error;
  } finally {
    if (!isDone) await withSpan(span, () => events.return?.());
  }
}
