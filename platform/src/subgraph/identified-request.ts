import type { FastifyReply, FastifyRequest } from 'fastify';
import { createRequestContext, type RequestContext } from '../context/index.ts';
import { clientSignal, requestIdFrom } from '../http/index.ts';
import { identityHeader, type Identity, type IdentityPurpose, type IdentitySigner } from '../identity/index.ts';
import type { Logger } from '../logging/index.ts';

/** @throws UnauthenticatedError unless one of our processes signed the request, for this purpose. */
export async function identifiedContext(
  request: FastifyRequest,
  reply: FastifyReply,
  { signer, log, purpose }: { signer: IdentitySigner; log: Logger; purpose: IdentityPurpose },
): Promise<RequestContext> {
  const header = request.headers[identityHeader];
  const identity = await signer.verify(typeof header === 'string' ? header : undefined, purpose);
  return contextFromIdentity(identity, log, clientSignal(reply.raw), request.id);
}

/**
 * The context of work that another of our processes asked for. The request's id comes from what it signed, or else beside it in
 * plain: whoever holds a signed identity may choose a label for our logs, and no more than that.
 */
export function contextFromIdentity(
  identity: Identity,
  log: Logger,
  signal: AbortSignal,
  plainRequestId?: string,
): RequestContext {
  const requestId = requestIdFrom(identity.requestId ?? plainRequestId);
  return createRequestContext({
    requestId,
    viewer: identity.viewer,
    log: log.child({ requestId }),
    signal,
    ...(identity.clientAddress !== undefined && { clientAddress: identity.clientAddress }),
    ...(identity.userAgent !== undefined && { userAgent: identity.userAgent }),
  });
}
