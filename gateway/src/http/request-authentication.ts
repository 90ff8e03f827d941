import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestContext } from '@polyphony/platform/context';
import { createRequestContext } from '@polyphony/platform/context';
import { clientSignal } from '@polyphony/platform/http';
import type { Logger } from '@polyphony/platform/logging';
import { readCredential, type Authenticator, type WatchedClient } from '../authentication/index.ts';
import { clientAddress, type AdmitOperation } from '../clients/index.ts';

/** What is known about an HTTP request once it was let in. */
export interface AuthenticatedRequest extends WatchedClient {
  readonly context: RequestContext;
}

export interface RequestAuthenticationOptions {
  authenticator: Authenticator;
  admit: AdmitOperation;
  trustedProxies: number;
  log: Logger;
}

/**
 * Authenticates every request of this (encapsulated) instance before its body is read: 401 for a bad credential, 429 over the
 * limit. Answers how to ask for the result.
 */
export function authenticateRequests(
  app: FastifyInstance,
  { authenticator, admit, trustedProxies, log }: RequestAuthenticationOptions,
): (request: FastifyRequest) => AuthenticatedRequest {
  const known = new WeakMap<FastifyRequest, AuthenticatedRequest>();
  app.addHook('onRequest', async (request, reply) => {
    const requestId = request.id;
    const credential = readCredential(request.headers);
    const authentication = await authenticator.authenticate(credential, { requestId });
    const userAgent = request.headers['user-agent']?.slice(0, 256);
    const context = createRequestContext({
      requestId,
      viewer: authentication.viewer,
      log: log.child({ requestId, ...(authentication.viewer !== null && { viewerId: authentication.viewer.id }) }),
      signal: clientSignal(reply.raw),
      clientAddress: clientAddress(request.raw, trustedProxies),
      ...(userAgent !== undefined && { userAgent }),
    });
    await admit(context);
    known.set(request, { context, credential, authentication });
  });
  return request => {
    const found = known.get(request);
    if (found === undefined) throw new Error('This request was not authenticated.');
    return found;
  };
}
