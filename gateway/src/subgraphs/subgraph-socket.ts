import { WebSocket } from 'ws';
import { CancelledError, DownstreamServiceError, GatewayTimeoutError } from '@polyphony/platform/errors';
import { grantPayload } from '@polyphony/platform/sockets';
import { toLatin1Json } from '@polyphony/platform/text';
import type { StreamListener, SubgraphStream } from '../subscriptions/index.ts';
import { readNextMessage } from './next-message.ts';
import { readRemoteResult } from './remote-result.ts';
import { SocketHold } from './socket-hold.ts';
import { SocketStream } from './socket-stream.ts';
import { errorOfClose, errorOfMessage } from './subgraph-socket.errors.ts';

/** One socket to a subgraph, from connecting to its end, and the streams that it carries. */
export interface SubgraphSocket {
  /** Whether it can take streams: it does while it is still connecting, too. */
  readonly isUsable: boolean;
  /**
   * @param payload That of the `subscribe` message.
   * @param window How much may come until more is granted. A subgraph that sends more is not read from until then.
   */
  subscribe(payload: object, listener: StreamListener, window: number): SubgraphStream;
  close(): void;
}

export interface SubgraphSocketOptions {
  name: string;
  /** Address of the graphql-ws endpoint. */
  url: string;
  /** The payload of `connection_init`: proves to the subgraph that we are one of its own. */
  introduce: () => object;
  /** Time between pings, and how long the subgraph may then be silent. */
  keepAliveMs: number;
  /** How long connecting may take, the acknowledgement included. */
  connectTimeoutMs: number;
  /** How long it is kept without a stream. */
  idleMs: number;
  /** How long the readers of one stream may keep all others waiting, where the subgraph knows no flow control. */
  slowReaderMs: number;
}

/** While we do not read what a subgraph asks, it is told so much more often than it is pinged that we are there. */
const signsPerPing = 4;

/** How long a subgraph may take to agree that its socket is closed. */
const leaveMs = 2000;

/** Largest message of a subgraph, in bytes. */
const maxMessage = 64 * 1024 * 1024;

/**
 * Speaks graphql-transport-ws as a client. It never connects or subscribes again by itself, which would repeat or lose events. Events
 * are handed on as they came, without being parsed, where they are written as servers write them.
 */
export function openSubgraphSocket({
  name,
  url,
  introduce,
  keepAliveMs,
  connectTimeoutMs,
  idleMs,
  slowReaderMs,
}: SubgraphSocketOptions): SubgraphSocket {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false, maxPayload: maxMessage });
  const hold = new SocketHold(socket, slowReaderMs);
  const streams = new Map<string, SocketStream>();
  /** `subscribe` messages that wait for the acknowledgement, by stream. */
  const waiting = new Map<string, string>();
  let nextId = 1;
  let isReady = false;
  let hasEnded = false;
  let failure: Error | undefined;
  let problem: Error | undefined;
  let wasHeard = true;
  let idling: NodeJS.Timeout | undefined;

  const send = (message: object) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const end = (error: Error) => {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(connecting);
    clearInterval(pings);
    clearTimeout(idling);
    const ended = [...streams.values()];
    streams.clear();
    waiting.clear();
    for (const stream of ended) stream.end(error);
  };
  const giveUp = (error: Error) => {
    failure ??= error;
    socket.terminate();
    end(failure);
  };
  const leave = () => {
    socket.close(1000);
    // A subgraph that is busy with sending may not hear of it.
    setTimeout(() => socket.terminate(), leaveMs).unref();
  };
  const finish = (id: string, error?: Error) => {
    const stream = streams.get(id);
    forget(id);
    stream?.end(error);
  };
  const forget = (id: string) => {
    streams.delete(id);
    waiting.delete(id);
    if (streams.size > 0 || hasEnded) return;
    clearTimeout(idling);
    idling = setTimeout(leave, idleMs).unref();
  };

  const connecting = setTimeout(() => giveUp(new GatewayTimeoutError()), connectTimeoutMs);
  let ticks = 0;
  const pings = setInterval(() => {
    if (!isReady) return;
    if (hold.takeHeld()) {
      // It may well have said something, and have asked whether we are there: what it said waits to be read.
      wasHeard = true;
      socket.pong();
      send({ type: 'pong' });
    }
    ticks += 1;
    if (ticks % signsPerPing !== 0) return;
    if (!wasHeard) return giveUp(errorOfClose(name, { code: 1006, reason: 'It fell silent', wasReady: true }));
    wasHeard = false;
    send({ type: 'ping' });
  }, keepAliveMs / signsPerPing);
  pings.unref();

  function hear(data: Buffer): void {
    wasHeard = true;
    const next = readNextMessage(data);
    if (next !== undefined) return streams.get(next.id)?.event(next.payload);
    try {
      hearOther(JSON.parse(data.toString('utf8')) as { type?: unknown; id?: unknown; payload?: unknown });
    } catch (error) {
      socket.close(4400, 'Unexpected message');
      end(errorOfClose(name, { code: 4400, reason: (error as Error).message, wasReady: isReady }));
    }
  }

  /** What is wrong with a result is the end of its stream, and of no other. */
  function hearResult(id: string, payload: unknown): void {
    let text: string;
    try {
      text = toLatin1Json(readRemoteResult(payload));
    } catch (error) {
      send({ id, type: 'complete' });
      return finish(id, new DownstreamServiceError(name, error));
    }
    streams.get(id)?.event(text);
  }

  /** @throws Error for what is no message. */
  function hearOther({ type, id, payload }: { type?: unknown; id?: unknown; payload?: unknown }): void {
    switch (type) {
      case 'connection_ack':
        isReady = true;
        clearTimeout(connecting);
        for (const message of waiting.values()) socket.send(message);
        return waiting.clear();
      case 'ping':
        return send({ type: 'pong', ...(payload !== undefined && { payload }) });
      case 'pong':
        return;
      case 'next':
        return hearResult(String(id), payload);
      case 'error':
        return finish(String(id), errorOfMessage(name, payload));
      case 'complete':
        return finish(String(id));
      default:
        throw new Error('It sent a message of an unknown type.');
    }
  }

  socket.on('open', () => send({ type: 'connection_init', payload: introduce() }));
  socket.on('message', hear);
  socket.on('error', error => (problem = error));
  socket.on('close', (code, reason) => {
    const text = problem === undefined ? String(reason) : `${String(reason)} ${problem.message}`.trim();
    end(failure ?? errorOfClose(name, { code, reason: text, wasReady: isReady }));
  });

  return {
    get isUsable() {
      return !hasEnded && socket.readyState <= WebSocket.OPEN;
    },
    subscribe(payload, listener, window) {
      const id = String(nextId++);
      const message = JSON.stringify({ id, type: 'subscribe', payload });
      const stream = new SocketStream(listener, window, hold);
      clearTimeout(idling);
      streams.set(id, stream);
      if (isReady) socket.send(message);
      else waiting.set(id, message);
      return {
        grant(amount) {
          stream.grant(amount);
          if (isReady && streams.has(id)) send({ type: 'ping', payload: grantPayload(id, amount) });
        },
        leave() {
          if (!streams.has(id)) return;
          const wasAsked = !waiting.has(id);
          stream.leave();
          forget(id);
          if (wasAsked) send({ id, type: 'complete' });
        },
      };
    },
    close() {
      leave();
      end(new CancelledError());
    },
  };
}
