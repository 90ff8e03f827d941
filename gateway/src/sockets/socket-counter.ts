import { RateLimitedError } from '@polyphony/platform/errors';

/** Counts the sockets of each client in this process. */
export interface SocketCounter {
  /** @throws RateLimitedError when the client has too many already. */
  add(client: string): void;
  remove(client: string): void;
}

export function createSocketCounter(limit: number): SocketCounter {
  const counts = new Map<string, number>();
  return {
    add(client) {
      const count = counts.get(client) ?? 0;
      if (count >= limit) throw new RateLimitedError(1, `A client may hold ${limit} sockets open.`);
      counts.set(client, count + 1);
    },
    remove(client) {
      const count = counts.get(client) ?? 0;
      if (count <= 1) counts.delete(client);
      else counts.set(client, count - 1);
    },
  };
}
