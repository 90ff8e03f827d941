/** Events between a source that pushes and a reader that pulls; holds at most `limit`. */
export interface EventQueue<Event> {
  /** false when the queue was full: the event is not in it. */
  push(event: Event): boolean;
  /** No more events will come; those waiting are still read. */
  end(): void;
  /** The next event, or undefined when there is none and will be none. */
  next(): Promise<Event | undefined>;
}

export function createEventQueue<Event>(limit: number): EventQueue<Event> {
  const waiting: Event[] = [];
  let hasEnded = false;
  let wake: (() => void) | undefined;
  const notify = () => {
    wake?.();
    wake = undefined;
  };
  return {
    push(event) {
      if (hasEnded) return true;
      if (waiting.length >= limit) return false;
      waiting.push(event);
      notify();
      return true;
    },
    end() {
      hasEnded = true;
      notify();
    },
    async next() {
      if (waiting.length === 0 && !hasEnded) await new Promise<void>(resolve => (wake = resolve));
      return waiting.shift();
    },
  };
}
