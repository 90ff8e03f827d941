import { OperationTypeNode, parse, getOperationAST, type FormattedExecutionResult } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { UnauthenticatedError } from '../errors/index.ts';
import { identityHeader, type IdentitySigner } from '../identity/index.ts';
import type { Logger } from '../logging/index.ts';
import { deferredIterator, type GraphqlSocketsOptions } from '../sockets/index.ts';
import { toLatin1Json } from '../text/index.ts';
import { traceParentHeader } from '../tracing/index.ts';
import type { ExecutableSubgraph } from './executable.ts';
import { contextFromIdentity } from './identified-request.ts';
import { parseSubgraphRequest } from './subgraph-request.ts';

/** The caller's name; only our own processes get one. */
type Session = { caller: string };

/** A result, or the JSON text of one where the subgraph writes it itself. */
type Event = FormattedExecutionResult | string;

/**
 * A gateway keeps one socket and multiplexes the streams of all its viewers over it: `connection_init` proves that the peer is one
 * of us, and every operation carries its own signed identity in `extensions`. Tokens live for seconds and are read when an
 * operation starts; who may go on reading is the gateway's matter.
 */
export function subgraphSocketHandlers({
  executable,
  signer,
  log,
}: {
  executable: ExecutableSubgraph;
  signer: IdentitySigner;
  log: Logger;
}): Pick<GraphqlSocketsOptions<Session, Event>, 'connect' | 'operate' | 'encode' | 'hasFlowControl'> {
  const identify = (source: Readonly<Record<string, unknown>> | null | undefined) => {
    const token = source?.[identityHeader];
    if (typeof token !== 'string') throw new UnauthenticatedError('The caller did not identify itself.');
    return signer.verify(token);
  };
  return {
    connect: async params => ({ caller: (await identify(params)).caller }),
    operate: (payload, _session, signal) =>
      deferredIterator<Event>(async () => {
        const identity = await identify(payload.extensions);
        const context = contextFromIdentity(identity, log, signal, {
          traceParent: payload.extensions?.[traceParentHeader],
        });
        const request = parseSubgraphRequest(payload);
        if (!isSubscription(payload)) return once(executable.execute(request, context));
        const events = executable.subscribeText?.(request, context) ?? executable.subscribe(request, context);
        return events[Symbol.asyncIterator]();
      }),
    encode: event => (typeof event === 'string' ? event : toLatin1Json(event)),
    hasFlowControl: true,
  };
}

async function* once<Result>(result: Promise<Result>): AsyncGenerator<Result, void, undefined> {
  yield await result;
}

function isSubscription({ query, operationName }: SubscribePayload): boolean {
  try {
    const operation = getOperationAST(parse(query, { noLocation: true, maxTokens: 20_000 }), operationName);
    return operation?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false;
  }
}
