import type { RequestContext } from '@polyphony/platform/context';
import { RateLimitedError } from '@polyphony/platform/errors';
import { clientName } from './client-name.ts';

/** Counts what each client keeps open in this process: sockets and event streams. */
export interface ConnectionCounter {
  /** Answers how to count it no more. @throws RateLimitedError when the client has too many already. */
  add(client: Pick<RequestContext, 'viewer' | 'clientAddress'>): () => void;
}

export function createConnectionCounter(limit: number): ConnectionCounter {
  const counts = new Map<string, number>();
  return {
    add(client) {
      const name = clientName(client);
      const count = counts.get(name) ?? 0;
      if (count >= limit) throw new RateLimitedError(1, `A client may hold ${limit} connections open.`);
      counts.set(name, count + 1);
      let isCounted = true;
      return () => {
        if (!isCounted) return;
        isCounted = false;
        const left = (counts.get(name) ?? 1) - 1;
        if (left === 0) counts.delete(name);
        else counts.set(name, left);
      };
    },
  };
}
