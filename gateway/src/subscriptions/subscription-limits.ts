import type { RequestContext } from '@polyphony/platform/context';
import { RateLimitedError } from '@polyphony/platform/errors';
import { clientName } from '../clients/index.ts';
import type { SubscriptionStatistics } from './subscription-statistics.ts';

/** Counts the running subscriptions of this process, and of each client. */
export interface SubscriptionLimits {
  /** Answers how to count it no more. @throws RateLimitedError when there are too many. */
  add(client: Pick<RequestContext, 'viewer' | 'clientAddress'>): () => void;
}

export function createSubscriptionLimits(
  { maxSubscriptions, maxSubscriptionsPerClient }: { maxSubscriptions: number; maxSubscriptionsPerClient: number },
  statistics: Pick<SubscriptionStatistics, 'open' | 'refused'>,
): SubscriptionLimits {
  const counts = new Map<string, number>();
  const refuse = (message: string): never => {
    statistics.refused += 1;
    throw new RateLimitedError(5, message);
  };
  return {
    add(client) {
      const name = clientName(client);
      const count = counts.get(name) ?? 0;
      if (count >= maxSubscriptionsPerClient) {
        refuse(`A client may have ${maxSubscriptionsPerClient} subscriptions running.`);
      }
      if (statistics.open >= maxSubscriptions) refuse('Too many subscriptions are running here.');
      counts.set(name, count + 1);
      statistics.open += 1;
      let isCounted = true;
      return () => {
        if (!isCounted) return;
        isCounted = false;
        statistics.open -= 1;
        const left = (counts.get(name) ?? 1) - 1;
        if (left === 0) counts.delete(name);
        else counts.set(name, left);
      };
    },
  };
}
