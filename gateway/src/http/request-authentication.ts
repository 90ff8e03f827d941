import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestContext } from '@polyphony/platform/context';
import { clientController } from '@polyphony/platform/http';
import { childOnDemand, type Logger } from '@polyphony/platform/logging';
import { isTracing, withSpan } from '@polyphony/platform/tracing';
import { anonymous, readHeaderCredential, type Authenticator, type WatchedClient } from '../authentication/index.ts';
import { clientAddress, clientApplication, type ClientLimits } from '../clients/index.ts';
import { startRequestSpan } from '../observation/index.ts';

/** What is known about an HTTP request once it was let in. */
export interface AuthenticatedRequest extends WatchedClient {
  readonly context: RequestContext;
  /** Of the context's signal; it is aborted already when the client leaves. */
  readonly controller: AbortController;
}

export interface RequestAuthenticationOptions {
  authenticator: Authenticator;
  limits: ClientLimits;
  trustedProxies: number;
  log: Logger;
}

/** Where a request keeps it. */
const authenticated = Symbol('authenticated request');
type Request = FastifyRequest & { [authenticated]?: AuthenticatedRequest };

/**
 * Authenticates every request of this (encapsulated) instance before its body is read: 401 for a bad credential, 429 over a limit.
 * The address counts before the credential is looked at, so that wrong ones are not free. Answers how to ask for the result.
 */
export function authenticateRequests(
  app: FastifyInstance,
  { authenticator, limits, trustedProxies, log }: RequestAuthenticationOptions,
): (request: FastifyRequest) => AuthenticatedRequest {
  app.decorateRequest(authenticated, undefined);
  app.addHook('onRequest', async (request: Request, reply) => {
    const requestId = request.id;
    const address = clientAddress(request.raw, trustedProxies);
    const addressWait = limits.admitAddress(address);
    if (addressWait !== undefined) await addressWait;
    const credential = readHeaderCredential(request.headers);
    const span = isTracing() ? startRequestSpan(request, reply) : undefined;
    const authentication =
      credential === null
        ? anonymous
        : await limits.authenticate(address, () =>
            withSpan(span, () => authenticator.authenticate(credential, { requestId })),
          );
    const { viewer } = authentication;
    const controller = clientController(reply.raw);
    const userAgent = request.headers['user-agent'];
    const application = clientApplication(request.headers);
    const context: RequestContext = {
      requestId,
      viewer,
      log: childOnDemand(log, () => (viewer === null ? { requestId } : { requestId, viewerId: viewer.id })),
      signal: controller.signal,
      clientAddress: address,
      ...(userAgent !== undefined && { userAgent: userAgent.slice(0, 256) }),
      ...(span !== undefined && { span }),
      work: { fetches: 0 },
      ...(application !== undefined && { application }),
    };
    const operationWait = limits.admitOperation(context);
    if (operationWait !== undefined) await operationWait;
    request[authenticated] = { context, controller, credential, authentication };
  });
  return (request: Request) => {
    const found = request[authenticated];
    if (found === undefined) throw new Error('This request was not authenticated.');
    return found;
  };
}
