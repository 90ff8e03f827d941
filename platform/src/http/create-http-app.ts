import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from '../logging/index.ts';
import { answerClientError, markUsed } from './client-error.ts';
import { answerErrorsAsJson, answerUnknownPathsAsJson } from './http-error.ts';
import { requestIdFrom, requestIdHeader } from './request-id.ts';

export interface HttpAppOptions {
  log: Logger;
  /** Largest accepted body in bytes. */
  bodyLimit: number;
  /** How long a client may take to send its request, and at most 10 s of it for the headers. */
  receiveTimeoutMs?: number;
  /**
   * After how long, and at latest twice that, a connection is cut on which nothing moves: because its client leaves the answer unread,
   * or because the answer takes so long. 0, the default, is never.
   */
  standstillMs?: number;
  /** How long a connection may stay on which no request comes, in milliseconds. */
  unusedMs?: number;
}

/** A client has its headers at hand. */
const maxHeadersMs = 10_000;

/**
 * A fastify instance as all our servers use it: JSON bodies only, bounded; errors as GraphQL error bodies; every request has an
 * id, taken over from the caller or new, and answered in `x-request-id`; one log line a request.
 */
export function createHttpApp({
  log,
  bodyLimit,
  receiveTimeoutMs = 30_000,
  standstillMs = 0,
  unusedMs = 72_000,
}: HttpAppOptions): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: receiveTimeoutMs,
    http: {
      headersTimeout: Math.min(maxHeadersMs, receiveTimeoutMs),
      // Node looks for slow clients this often, 30 s by default.
      connectionsCheckingInterval: Math.max(50, Math.min(2000, receiveTimeoutMs / 2)),
    },
    connectionTimeout: standstillMs,
    keepAliveTimeout: unusedMs,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, unusedMs),
    forceCloseConnections: 'idle',
    genReqId: request => requestIdFrom(request.headers[requestIdHeader]),
    // Whoever logs names the request; a child logger a request costs more than reading it.
    childLoggerFactory: logger => logger,
  });
  app.removeContentTypeParser('text/plain');
  answerErrorsAsJson(app, log);
  answerUnknownPathsAsJson(app, log);
  app.addHook('onRequest', (request, reply, done) => {
    markUsed(request.raw.socket);
    void reply.header(requestIdHeader, request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (reply.statusCode < 500 && !log.isLevelEnabled('debug')) return done();
    const line = {
      requestId: request.id,
      method: request.method,
      path: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    };
    if (reply.statusCode >= 500) log.warn(line, 'Request');
    else log.debug(line, 'Request');
    done();
  });
  return app;
}
