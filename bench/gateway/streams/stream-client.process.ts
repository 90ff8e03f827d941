// Reads streams and counts what comes.
import { offerCommands } from '../processes/commands.ts';
import type { StreamEndpoint } from './stream-endpoint.ts';
import { openStreamSocket } from './stream-socket.ts';

export interface FlatOutOrder {
  readonly endpoint: StreamEndpoint;
  readonly query: string;
  /** How many of the same stream. */
  readonly streams: number;
  /** Read, but not counted. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface FlatOutReport {
  /** Events a second, after the warm-up. */
  readonly rate: number;
  /** All that came, those of the warm-up too. */
  readonly events: number;
}

offerCommands({
  /** Reads over one socket as many events as can be had. */
  async flatOut({ endpoint, query, streams, warmUpSeconds, seconds }: FlatOutOrder): Promise<FlatOutReport> {
    const failed = Promise.withResolvers<never>();
    failed.promise.catch(() => undefined);
    let events = 0;
    const socket = await openStreamSocket(endpoint, {
      onMessage(message) {
        events += 1;
        if (!message.includes('"type":"next"') || message.includes('"errors"'))
          failed.reject(new Error(`Not an event: ${String(message).slice(0, 500)}`));
      },
      onClose: reason => failed.reject(new Error(`The socket was closed: ${reason}`)),
    });
    const wait = (waited: number) => Promise.race([failed.promise, sleep(waited)]);
    for (let stream = 0; stream < streams; stream += 1) socket.subscribe(String(stream), query);
    await wait(warmUpSeconds);
    const before = events;
    const startedAt = performance.now();
    await wait(seconds);
    const rate = (events - before) / ((performance.now() - startedAt) / 1000);
    // Closing in good manners would mean to read what is on its way first.
    socket.terminate();
    return { rate, events };
  },
});

const sleep = (seconds: number) => new Promise<void>(resolve => setTimeout(resolve, seconds * 1000));
