import type { FastifyRequest } from 'fastify';
import type { RequestContext } from '@polyphony/platform/context';
import { CancelledError } from '@polyphony/platform/errors';

/** Answers that are being worked on, for equal requests that come meanwhile. Nothing is kept once an answer is there. */
export interface SharedAnswers<Answer> {
  /** Requests that were answered with the answer to another one, ever. */
  readonly joined: number;
  /** The answer to an equal request that is being executed; undefined when there is none. */
  join(key: string, signal: AbortSignal): Promise<Answer> | undefined;
  /** Executes for this request and those that join. The controller is aborted when all of them have left. */
  start(key: string, signal: AbortSignal, execute: (controller: AbortController) => Promise<Answer>): Promise<Answer>;
}

export function createSharedAnswers<Answer>(): SharedAnswers<Answer> {
  const running = new Map<string, { answer: Promise<Answer>; waitWith(signal: AbortSignal): void }>();
  let joined = 0;
  return {
    get joined() {
      return joined;
    },
    join(key, signal) {
      const found = running.get(key);
      if (found === undefined) return undefined;
      joined += 1;
      found.waitWith(signal);
      return found.answer;
    },
    async start(key, signal, execute) {
      const controller = new AbortController();
      let waiting = 0;
      const leave = () => {
        waiting -= 1;
        if (waiting > 0) return;
        // Who comes now must not wait for what is being cancelled.
        if (running.get(key) === entry) running.delete(key);
        controller.abort(new CancelledError('The client left.'));
      };
      const waitWith = (waiter: AbortSignal) => {
        waiting += 1;
        if (waiter.aborted) leave();
        else waiter.addEventListener('abort', leave, { once: true });
      };
      const entry = { answer: execute(controller), waitWith };
      running.set(key, entry);
      waitWith(signal);
      try {
        return await entry.answer;
      } finally {
        if (running.get(key) === entry) running.delete(key);
      }
    },
  };
}

/**
 * Everything of a request that its answer may depend on: who asks and from where, byte by byte what, and in which form. Headers that
 * no part of the graph is told are left out.
 * @param extensionHeaders The headers by which clients ask for `extensions`.
 */
export function requestKey(
  { method, url, headers, body }: FastifyRequest,
  { clientAddress }: RequestContext,
  extensionHeaders: readonly string[],
): string {
  const { authorization, accept } = headers;
  let key = `${authorization}\n${headers['x-api-key']}\n${headers['apikey']}\n${clientAddress}\n${headers['user-agent']}\n${accept}\n`;
  for (const name of extensionHeaders) key += `${String(headers[name])}\n`;
  return key + (method === 'GET' ? url : String(body));
}
