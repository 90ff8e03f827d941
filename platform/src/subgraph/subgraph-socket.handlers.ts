import { OperationTypeNode, parse, getOperationAST } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { UnauthenticatedError } from '../errors/index.ts';
import { identityHeader, type IdentitySigner } from '../identity/index.ts';
import type { Logger } from '../logging/index.ts';
import type { GraphqlSocketsOptions } from '../sockets/index.ts';
import type { ExecutableSubgraph } from './executable.ts';
import { contextFromIdentity } from './identified-request.ts';
import { parseSubgraphRequest } from './subgraph-request.ts';

/** The caller's name; only our own processes get one. */
type Session = { caller: string };

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
}): Pick<GraphqlSocketsOptions<Session>, 'connect' | 'operate'> {
  const identify = (source: Readonly<Record<string, unknown>> | null | undefined) => {
    const token = source?.[identityHeader];
    if (typeof token !== 'string') throw new UnauthenticatedError('The caller did not identify itself.');
    return signer.verify(token);
  };
  return {
    connect: async params => ({ caller: (await identify(params)).caller }),
    async *operate(payload, _session, signal) {
      const identity = await identify(payload.extensions);
      const context = contextFromIdentity(identity, log, signal);
      const request = parseSubgraphRequest(payload);
      if (isSubscription(payload)) yield* executable.subscribe(request, context);
      else yield await executable.execute(request, context);
    },
  };
}

function isSubscription({ query, operationName }: SubscribePayload): boolean {
  try {
    const operation = getOperationAST(parse(query, { noLocation: true, maxTokens: 20_000 }), operationName);
    return operation?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false;
  }
}
