import { startOpenAiServer } from '@polyphony/inference/testing';

export interface TimedReply {
  tokens: number;
  /** Between two tokens, in milliseconds. */
  delayMs: number;
  /** Before the first token, so that all watchers are there when it comes. Milliseconds. */
  leadMs: number;
}

/** A model server that knows when it wrote each token. */
export interface TimedModel extends AsyncDisposable {
  readonly url: string;
  /** The message to send for a reply, and the times at which its tokens were written so far, on the clock of performance.now(). */
  prepare(reply: TimedReply): { content: string; writtenAt: readonly number[] };
}

/** Which tokens a piece of a reply brings, by their places from 0. */
export const tokensIn = (text: string): number[] =>
  Array.from(text.matchAll(/token(\d+) /g), ([, index]) => Number(index));

/** Speaks the OpenAI protocol over HTTP; a message that was not prepared is echoed. */
export async function startTimedModel(): Promise<TimedModel> {
  const replies = new Map<string, TimedReply & { writtenAt: number[] }>();
  const server = await startOpenAiServer({
    reply: ({ messages }) => {
      const content = messages.at(-1)?.content;
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      const reply = replies.get(/timed reply \d+/.exec(text)?.[0] ?? '');
      if (reply === undefined) return { tokens: [text] };
      return {
        tokens: Array.from({ length: reply.tokens }, (_, index) => `token${index} `),
        delayMs: reply.delayMs,
        headerDelayMs: reply.leadMs,
        onToken: index => (reply.writtenAt[index] = performance.now()),
      };
    },
  });
  return {
    url: server.url,
    prepare(reply) {
      const content = `timed reply ${replies.size}`;
      const writtenAt: number[] = [];
      replies.set(content, { ...reply, writtenAt });
      return { content, writtenAt };
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
