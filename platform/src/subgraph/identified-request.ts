import type { FastifyReply, FastifyRequest } from 'fastify';
import { createRequestContext, type RequestContext } from '../context/index.ts';
import { clientSignal, requestIdFrom } from '../http/index.ts';
import { identityHeader, type Identity, type IdentityPurpose, type IdentitySigner } from '../identity/index.ts';
import type { Logger } from '../logging/index.ts';
import { isTracing, readTraceParent, traceParentHeader } from '../tracing/index.ts';

/** @throws UnauthenticatedError unless one of our processes signed the request, for this purpose. */
export async function identifiedContext(
  request: FastifyRequest,
  reply: FastifyReply,
  { signer, log, purpose }: { signer: IdentitySigner; log: Logger; purpose: IdentityPurpose },
): Promise<RequestContext> {
  const header = request.headers[identityHeader];
  const identity = await signer.verify(typeof header === 'string' ? header : undefined, purpose);
  return contextFromIdentity(identity, log, clientSignal(reply.raw), {
    requestId: request.id,
    traceParent: request.headers[traceParentHeader],
  });
}

/**
 * The context of work that another of our processes asked for. The request's id comes from what it signed, or else beside it in
 * plain, as its trace does: whoever holds a signed identity may choose labels for our logs and traces, and no more than that.
 */
export function contextFromIdentity(
  identity: Identity,
  log: Logger,
  signal: AbortSignal,
  beside: { requestId?: string; traceParent?: unknown } = {},
): RequestContext {
  const requestId = requestIdFrom(identity.requestId ?? beside.requestId);
  const span = isTracing() ? readTraceParent(beside.traceParent) : undefined;
  return createRequestContext({
    requestId,
    viewer: identity.viewer,
    log: log.child({ requestId }),
    signal,
    ...(identity.clientAddress !== undefined && { clientAddress: identity.clientAddress }),
    ...(identity.userAgent !== undefined && { userAgent: identity.userAgent }),
    ...(span !== undefined && { span }),
  });
}
