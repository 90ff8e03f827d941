import type { RequestContext } from '@polyphony/platform/context';
import { formatError } from '@polyphony/platform/graphql';
import type { IdentitySigner } from '@polyphony/platform/identity';
import { createRemoteFetcher } from './remote-fetcher.ts';
import { createRemoteSubscriber } from './remote-subscriber.ts';
import type { CheckedSubgraph } from './subgraph-health.ts';

export interface RemoteSubgraphOptions {
  name: string;
  /** Base address, for example `http://127.0.0.1:4011`. */
  url: string;
  signer: IdentitySigner;
  /** Its schema, where known; the gateway plans by the supergraph. */
  sdl?: string;
  /** How long a fetch may take. */
  timeoutMs?: number;
  /** Events of one subscription that may wait for its reader. */
  maxWaitingEvents?: number;
  keepAliveMs?: number;
}

export interface RemoteSubgraph extends CheckedSubgraph {
  close(): Promise<void>;
}

/** A subgraph in another process, as `serveSubgraph` serves it: operations over pooled HTTP, streams over one shared socket. */
export function createRemoteSubgraph({
  name,
  url,
  signer,
  sdl = '',
  timeoutMs = 30_000,
  maxWaitingEvents = 1000,
  keepAliveMs = 12_000,
}: RemoteSubgraphOptions): RemoteSubgraph {
  const caller = 'gateway';
  const fetcher = createRemoteFetcher({ name, url, timeoutMs });
  const subscriber = createRemoteSubscriber({
    name,
    url,
    introduce: async () => signer.sign({ caller, viewer: null }),
    maxWaitingEvents,
    keepAliveMs,
  });
  const sign = ({ viewer, requestId, clientAddress, userAgent }: RequestContext) =>
    signer.sign({ caller, viewer, requestId, clientAddress, userAgent });

  return {
    name,
    sdl,
    healthCheck: { name: `subgraph ${name}`, check: signal => fetcher.checkReady(signal) },
    async execute(request, context) {
      try {
        return await fetcher.fetch(request, sign(context), context);
      } catch (error) {
        return { data: null, errors: [formatError(error, context)] };
      }
    },
    async *subscribe(request, context) {
      try {
        yield* subscriber.subscribe(request, sign(context), context);
      } catch (error) {
        yield { errors: [formatError(error, context)] };
      }
    },
    async close() {
      await Promise.all([fetcher.close(), subscriber.close()]);
    },
  };
}
