import { conversation } from './chat.resolver.ts';
import type { MessageFinished, TokenDelta } from './chat.types.ts';

/** Where the test's subscriptions get their events from. */
export interface ChatEvents {
  /**
   * `count` tokens, then the end, without those up to `after`. Message `endless` goes on for ever, `large` too; `idle` never says
   * anything; `touched` says a token whenever the test touches it.
   */
  messageStream(messageId: string, count: number, after: number): AsyncGenerator<TokenDelta | MessageFinished>;
  /** The id, once now and once whenever the test touches it, until the signal aborts. */
  conversationUpdates(id: string, signal: AbortSignal): AsyncGenerator<string>;
  /** Makes every watcher of conversations get one more event. */
  touch(): void;
  /** How many tokens were asked for so far. */
  readonly produced: number;
  /** Streams that are being read now. */
  readonly running: number;
}

export function createChatEvents(): ChatEvents {
  let produced = 0;
  let running = 0;
  let touched = Promise.withResolvers<void>();
  return {
    get produced() {
      return produced;
    },
    get running() {
      return running;
    },
    touch() {
      touched.resolve();
      touched = Promise.withResolvers();
    },
    async *messageStream(messageId, count, after) {
      running += 1;
      try {
        if (messageId === 'idle') await new Promise(() => undefined);
        const text = messageId === 'large' ? 'x'.repeat(20_000) : 'token ';
        const total = messageId === 'endless' || messageId === 'large' ? Infinity : count;
        for (let sequence = after + 1; sequence <= total; sequence += 1) {
          if (messageId === 'touched') await touched.promise;
          produced += 1;
          yield { sequence, text };
        }
        yield { sequence: count + 1, conversation: conversation('c1') };
      } finally {
        running -= 1;
      }
    },
    async *conversationUpdates(id, signal) {
      running += 1;
      const aborted = new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
      try {
        while (!signal.aborted) {
          const next = touched.promise;
          yield id;
          await Promise.race([next, aborted]);
        }
      } finally {
        running -= 1;
      }
    },
  };
}
