import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { makeServer, type SubscribePayload } from 'graphql-ws';
import { GraphQLError, GraphQLSchema, parse } from 'graphql';
import { WebSocketServer, type WebSocket } from 'ws';
import { BadUserInputError, CancelledError, RateLimitedError, type AppError } from '../errors/index.ts';
import { markUsed } from '../http/index.ts';
import { formatError } from '../graphql/index.ts';
import type { PolledIterator } from '../iterators/index.ts';
import type { Logger } from '../logging/index.ts';
import { toLatin1Json } from '../text/index.ts';
import { closeCodes, closeFor } from './close-codes.ts';
import { createSendWindow, eventCost, readGrants, readWindow, type SendWindow } from './flow-control.ts';
import { RequestRejectedError } from './request-rejected.error.ts';
import { RunningOperation } from './running-operation.ts';
import { checkEvery, WatchedSocket } from './watched-socket.ts';

export interface SocketLimits {
  /** Largest message in bytes. */
  maxPayload: number;
  maxOperationsPerSocket: number;
  connectionInitTimeoutMs: number;
  /** Time between pings, and how long a pong may take. */
  keepAliveMs: number;
  /** How long a client may leave a sent message unread before its socket is closed. */
  slowClientMs: number;
  maxSockets: number;
}

const defaultLimits: SocketLimits = {
  maxPayload: 1024 * 1024,
  maxOperationsPerSocket: 100,
  connectionInitTimeoutMs: 3000,
  keepAliveMs: 12_000,
  slowClientMs: 15_000,
  maxSockets: 10_000,
};

/** What the handlers may do with an open socket. */
export interface SocketConnection {
  /** Ends every running operation with this error, then closes the socket as the error demands. */
  end(error: AppError): Promise<void>;
}

export interface GraphqlSocketsOptions<Session, Result> {
  server: Server;
  path: string;
  log: Logger;
  limits?: Partial<SocketLimits>;
  /**
   * Counts a socket whose client has not said yet who it is, and answers how to count it no more: once it has, or was closed. What it
   * throws refuses the socket with status 429.
   */
  enter?(request: IncomingMessage): () => void;
  /**
   * Decides about a client by the payload of its `connection_init` and the request that opened the socket, which is forgotten then.
   * An AppError closes the socket with a code and a reason.
   */
  connect(
    params: Readonly<Record<string, unknown>>,
    connection: SocketConnection,
    request: IncomingMessage,
  ): Promise<Session>;
  /** The results of one operation. What it throws ends this operation alone, in an `error` message. */
  operate(payload: SubscribePayload, session: Session, signal: AbortSignal): PolledIterator<Result>;
  /** The JSON text of a result, UTF-8 held as latin1. */
  encode(result: Result): string;
  disconnect?(session: Session): void;
  /** Whether clients may say how much of a stream they can hold (see `flow-control.ts`): for clients that are our own processes. */
  hasFlowControl?: boolean;
}

export interface GraphqlSockets {
  readonly open: number;
  /** Refuses new sockets, ends running operations with a final error, closes with 1001. */
  close(): Promise<void>;
}

/** graphql-ws insists on a document and a schema; our operations bring their results ready-made. */
const placeholder = { schema: new GraphQLSchema({}), document: parse('subscription { results }') };

interface SocketOperation {
  readonly running: RunningOperation;
  /** Where the client says how much it can hold. */
  readonly window: SendWindow | undefined;
}

/** Longest name that a client may give an operation; every event repeats it. */
const maxIdLength = 256;

interface SocketState<Session> {
  readonly watched: WatchedSocket;
  readonly connection: SocketConnection;
  /** By the id that the client gave them. */
  readonly operations: Map<string, SocketOperation>;
  /** What opened it, until its client has introduced itself: it is larger than all the rest. */
  request: IncomingMessage | undefined;
  session?: { value: Session };
  /** Counts it among those that are not known yet no more. */
  readonly introduced: (() => void) | undefined;
  /** Set once its running operations were ended: what the client still asks for is not heard. */
  isEnding: boolean;
  isClosed: boolean;
}

/**
 * Serves the graphql-transport-ws protocol on the upgrades of an HTTP server. Results are pulled one at a time per operation, and
 * only while the network takes what was sent, so that a slow client holds back its own streams and nothing piles up. An operation
 * that fails harms no other. graphql-ws speaks the protocol; `next` messages, of which there are many, are sent around it as text.
 */
export function serveGraphqlSockets<Session, Result>(options: GraphqlSocketsOptions<Session, Result>): GraphqlSockets {
  const { server, path, log, enter, connect, operate, encode, disconnect, hasFlowControl = false } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const states = new Map<WebSocket, SocketState<Session>>();
  let isClosing = false;

  const protocol = makeServer<Record<string, unknown>, SocketState<Session>>({
    connectionInitWaitTimeout: limits.connectionInitTimeoutMs,
    async onConnect(context) {
      const state = context.extra;
      const { request } = state;
      if (request === undefined) return false;
      state.request = undefined;
      try {
        state.session = { value: await connect(context.connectionParams ?? {}, state.connection, request) };
        // A socket that closed in the meantime had no session to take leave of yet.
        if (state.isClosed) disconnect?.(state.session.value);
        state.introduced?.();
        return state.watched.isOpen;
      } catch (error) {
        const { code, reason } = closeFor(error);
        if (code === closeCodes.internalError) log.error({ err: error }, 'A socket could not be accepted');
        state.watched.close(code, reason);
        return false;
      }
    },
    onSubscribe(context, id, payload) {
      const { session, operations } = context.extra;
      if (session === undefined) return [new GraphQLError('Not connected.')];
      if (id.length > maxIdLength) {
        const message = `An operation's id has at most ${maxIdLength} characters.`;
        return [new GraphQLError(message, { originalError: new BadUserInputError(message, 'id') })];
      }
      if (operations.size >= limits.maxOperationsPerSocket) {
        const message = `A socket carries at most ${limits.maxOperationsPerSocket} operations at a time.`;
        return [new GraphQLError(message, { originalError: new RateLimitedError(1, message) })];
      }
      return { ...placeholder, contextValue: start(context.extra, session.value, id, payload) };
    },
    subscribe: ({ contextValue }) => endOf(contextValue as RunningOperation) as never,
    onPing(context, payload) {
      for (const [id, amount] of readGrants(payload)) context.extra.operations.get(id)?.window?.grant(amount);
    },
    onError: (_context, id, _payload, errors) =>
      errors.flatMap(error =>
        error.originalError instanceof RequestRejectedError
          ? error.originalError.errors
          : [formatError(error, { requestId: id, log })],
      ),
  });

  function start(
    { watched, operations }: SocketState<Session>,
    session: Session,
    id: string,
    payload: SubscribePayload,
  ): RunningOperation {
    const beginning = `{"id":${toLatin1Json(id)},"type":"next","payload":`;
    const size = hasFlowControl ? readWindow(payload.extensions) : undefined;
    const window = size === undefined ? undefined : createSendWindow(size);
    // Its client has completed it, in the same breath in which it uses the id again.
    operations.get(id)?.running.leave();
    const running = RunningOperation.run(
      signal => operate(payload, session, signal),
      result => {
        const text = encode(result);
        const room = watched.write(`${beginning}${text}}`);
        const grant = window?.spend(eventCost(text));
        if (room === undefined || grant === undefined) return room ?? grant;
        return room.then(() => grant);
      },
    );
    const operation: SocketOperation = { running, window };
    operations.set(id, operation);
    const forget = () => {
      if (operations.get(id) === operation) operations.delete(id);
    };
    running.finished.then(forget, forget);
    return running;
  }

  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxPayload,
    handleProtocols: protocols => (protocols.has('graphql-transport-ws') ? 'graphql-transport-ws' : false),
  });

  function accept(socket: WebSocket, stream: Duplex, request: IncomingMessage, introduced?: () => void): void {
    const watched = new WatchedSocket(socket, stream, limits);
    const operations: SocketState<Session>['operations'] = new Map();
    const state: SocketState<Session> = {
      watched,
      operations,
      introduced,
      isEnding: false,
      isClosed: false,
      request,
      connection: {
        async end(cause) {
          state.isEnding = true;
          for (const { running } of operations.values()) running.end(cause);
          await Promise.race([everythingSaid(state), delay(1000)]);
          const { code, reason } = closeFor(cause);
          watched.close(code, reason);
        },
      },
    };
    states.set(socket, state);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: message => watched.send(message),
        close: (code = closeCodes.internalError, reason = '') => watched.close(code, reason),
        onMessage: handle =>
          socket.on('message', data => {
            if (state.isEnding || !watched.isOpen) return;
            if (watched.isFlooded()) return watched.close(closeCodes.tooMany, 'The client does not read its answers.');
            handle(String(data as Buffer)).catch((error: unknown) => {
              log.debug({ err: error }, 'A socket broke the protocol');
              watched.close(closeCodes.badRequest, 'Unexpected message');
            });
          }),
      },
      state,
    );
    socket.once('close', (code, reason) => {
      state.isClosed = true;
      watched.stop();
      for (const { running } of operations.values()) running.leave();
      states.delete(socket);
      void closed(code, String(reason)).catch(() => undefined);
      if (state.session !== undefined) disconnect?.(state.session.value);
    });
  }

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    markUsed(socket);
    const [pathname] = (request.url ?? '').split('?', 1);
    if (pathname !== path) return refuse(socket, '404 Not Found');
    if (isClosing || states.size >= limits.maxSockets) return refuse(socket, '503 Service Unavailable');
    let introduced: (() => void) | undefined;
    try {
      introduced = enter?.(request);
    } catch {
      return refuse(socket, '429 Too Many Requests');
    }
    if (introduced !== undefined) socket.once('close', introduced);
    webSockets.handleUpgrade(request, socket, head, accepted => accept(accepted, socket, request, introduced));
  };
  server.on('upgrade', onUpgrade);
  const checks = setInterval(() => {
    const now = Date.now();
    for (const { watched } of states.values()) watched.check(now);
  }, checkEvery(limits));
  checks.unref();

  return {
    get open() {
      return states.size;
    },
    async close() {
      isClosing = true;
      await Promise.all(
        [...states].map(async ([socket, { connection }]) => {
          const gone = new Promise(resolve => socket.once('close', resolve));
          await connection.end(new CancelledError('The server is shutting down.'));
          await Promise.race([gone, delay(1000)]);
          socket.terminate();
        }),
      );
      clearInterval(checks);
      server.off('upgrade', onUpgrade);
      webSockets.close();
    },
  };
}

/**
 * What graphql-ws sees of an operation whose results are sent around it: no results, but its end, and a way to leave. It never hears
 * that an operation ended that its client left: it would take that for the end of the one that has the same id by then.
 */
function endOf(operation: RunningOperation): AsyncGenerator<never, void, undefined> {
  const leave = async (): Promise<IteratorResult<never, void>> => {
    operation.leave();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      await operation.finished;
      if (operation.wasLeft) await new Promise(() => undefined);
      return { done: true, value: undefined };
    },
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      operation.leave();
    },
  };
}

/** Resolves when the last words of all operations were handed to the network. */
async function everythingSaid({ operations, watched }: SocketState<unknown>): Promise<void> {
  await Promise.allSettled([...operations.values()].map(({ running }) => running.finished));
  // The message that an operation has finished follows within this turn of the event loop.
  await setImmediate();
  await watched.flushed();
}

function refuse(socket: Duplex, status: string): void {
  // Half-open, it would stay for as long as the client likes.
  socket.on('error', () => undefined).once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function delay(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds).unref();
  });
}
