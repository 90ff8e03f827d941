import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import { formatError } from '@polyphony/platform/graphql';
import type { IdentitySigner } from '@polyphony/platform/identity';
import { silentLogger, type Logger } from '@polyphony/platform/logging';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { SubgraphRequest, SubgraphTextRequest } from '@polyphony/platform/subgraph';
import { fromLatin1 } from '@polyphony/platform/text';
import { readStream, type OpenStream } from '../subscriptions/index.ts';
import { createCallerIdentities } from './caller-identities.ts';
import type { CircuitStateName } from './circuit.ts';
import { createRemoteConnection } from './remote-connection.ts';
import { createRemoteFetcher } from './remote-fetcher.ts';
import { readRemoteResult } from './remote-result.ts';
import { createRemoteSubscriber } from './remote-subscriber.ts';
import { defaultRemoteSubgraphSettings, type RemoteSubgraphSettings } from './remote-subgraph.settings.ts';
import type { CheckedSubgraph } from './subgraph-health.ts';
import type { SubgraphStatus } from './subgraph-status.ts';
import { toTextRequest } from './text-request.ts';

export interface RemoteSubgraphOptions {
  name: string;
  /** Base address, for example `http://127.0.0.1:4011`. */
  url: string;
  signer: IdentitySigner;
  log?: Logger;
  /** Its schema, where known; the gateway plans by the supergraph. */
  sdl?: string;
  settings?: Partial<RemoteSubgraphSettings>;
  keepAliveMs?: number;
  /** How long the readers of one stream may keep all others waiting, where the subgraph knows no flow control. */
  slowReaderMs?: number;
}

export interface RemoteSubgraph extends CheckedSubgraph {
  executeText(request: SubgraphTextRequest, context: RequestContext): Promise<string>;
  readonly openStream: OpenStream;
  /** Live: every read shows how things are then. */
  readonly status: SubgraphStatus;
  /** Calls the listener with every new state of the circuit; the function that is returned ends that. */
  onCircuitChange(listener: (state: CircuitStateName) => void): () => void;
  close(): Promise<void>;
}

/** A subgraph in another process, as `serveSubgraph` serves it: operations over pooled HTTP, streams over one shared socket. */
export function createRemoteSubgraph({
  name,
  url,
  signer,
  log = silentLogger,
  sdl = '',
  settings: given = {},
  keepAliveMs = 12_000,
  slowReaderMs = 15_000,
}: RemoteSubgraphOptions): RemoteSubgraph {
  const caller = 'gateway';
  const settings = { ...defaultRemoteSubgraphSettings, ...given };
  const listeners = new Set<(state: CircuitStateName) => void>();
  const connection = createRemoteConnection({ url, connections: settings.concurrency });
  const fetcher = createRemoteFetcher({
    name,
    connection,
    identities: createCallerIdentities(signer),
    settings,
    onCircuitChange(state) {
      log[state === 'open' ? 'warn' : 'info']({ subgraph: name, circuit: state }, 'Subgraph circuit changed');
      for (const listener of listeners) listener(state);
    },
  });
  const sign = ({ viewer, requestId, clientAddress, userAgent }: RequestContext) =>
    signer.sign({ caller, viewer, requestId, clientAddress, userAgent });
  const subscriber = createRemoteSubscriber({
    name,
    url,
    introduce: () => signer.sign({ caller, viewer: null }),
    sign,
    keepAliveMs,
    slowReaderMs,
  });
  async function fetchResult(request: SubgraphRequest, context: RequestContext) {
    const text = await fetcher.fetch(toTextRequest(request), context);
    try {
      return readRemoteResult(JSON.parse(Buffer.from(text, 'latin1').toString('utf8')));
    } catch (error) {
      throw new DownstreamServiceError(name, error);
    }
  }
  const failed = (error: unknown, context: RequestContext): { errors: GraphQLFormattedError[] } => ({
    errors: [formatError(error, context)],
  });

  return {
    name,
    sdl,
    healthCheck: { name: `subgraph ${name}`, check: signal => connection.checkReady(signal) },
    async execute(request, context) {
      try {
        return await fetchResult(request, context);
      } catch (error) {
        return { data: null, ...failed(error, context) };
      }
    },
    executeText: (request, context) => fetcher.fetch(request, context),
    openStream: subscriber.openStream,
    subscribeText: (request, context) => readStream(subscriber.openStream, request, context),
    async *subscribe(request, context) {
      try {
        for await (const text of readStream(subscriber.openStream, request, context)) {
          yield readRemoteResult(JSON.parse(fromLatin1(text)));
        }
      } catch (error) {
        yield error instanceof RequestRejectedError ? { errors: error.errors } : failed(error, context);
      }
    },
    status: fetcher.status,
    onCircuitChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      subscriber.close();
      await connection.close();
    },
  };
}
