import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@polyphony/platform/logging';
import { fetchSupergraph, type FetchedSupergraph } from './fetch-supergraph.ts';
import type { SupergraphSource } from './supergraph-source.ts';

export interface UrlSourceOptions {
  url: string;
  /** Sent as a bearer token. */
  token?: string | undefined;
  pollMs: number;
  log: Logger;
  timeoutMs?: number;
  /** How often the first fetch is tried. */
  attempts?: number;
}

/** Failures in a row lengthen the pause up to this many times. */
const longestBackoff = 16;

/** A supergraph at an address, asked for again and again; slower while the address fails. */
export function urlSource({
  url,
  token,
  pollMs,
  log,
  timeoutMs = 10_000,
  attempts = 4,
}: UrlSourceOptions): SupergraphSource {
  const address = withoutSecrets(url);
  return {
    description: address,
    async start(offer) {
      const stopping = new AbortController();
      const { signal } = stopping;
      const get = (etag?: string) => fetchSupergraph({ url, token, timeoutMs, signal, etag });
      const first = await fetchFirst(get, attempts, address);

      async function poll(): Promise<void> {
        let { supergraphSdl, etag } = first;
        let failures = 0;
        for (;;) {
          // Gateways that started together must not ask together for ever.
          const pauseMs = pollMs * Math.min(2 ** failures, longestBackoff) * (0.9 + Math.random() * 0.2);
          await sleep(pauseMs, undefined, { signal, ref: false });
          try {
            const answer = await get(etag);
            failures = 0;
            if (answer === null) continue;
            etag = answer.etag;
            if (answer.supergraphSdl === supergraphSdl) continue;
            supergraphSdl = answer.supergraphSdl;
            offer(supergraphSdl);
          } catch (error) {
            if (signal.aborted) return;
            failures += 1;
            log.warn(
              { err: error, url: address, failures },
              'The supergraph cannot be fetched; the graph stays as it is',
            );
          }
        }
      }

      // It ends only by being stopped.
      const polling = poll().catch(() => undefined);
      return {
        supergraphSdl: first.supergraphSdl,
        async stop() {
          stopping.abort();
          await polling;
        },
      };
    },
  };
}

async function fetchFirst(
  get: () => Promise<FetchedSupergraph | null>,
  attempts: number,
  address: string,
): Promise<FetchedSupergraph> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await get();
      if (answer !== null) return answer;
    } catch (error) {
      if (attempt >= attempts) {
        throw new Error(`There is no supergraph at ${address}: ${(error as Error).message}`, { cause: error });
      }
      await sleep(200 * 2 ** attempt);
    }
  }
}

/** Tokens travel in queries, too. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
