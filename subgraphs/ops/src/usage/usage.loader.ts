import DataLoader from 'dataloader';
import type { UsageDocument } from './usage.document.ts';
import type { UsageRepository } from './usage.repository.ts';

export type UsageLoader = DataLoader<string, UsageDocument | null>;

/** Counters by user id; null for a user who has none. */
export function createUsageLoader(repository: UsageRepository): UsageLoader {
  return new DataLoader(async userIds => {
    const counters = await repository.findByUserIds(userIds);
    const byUserId = new Map(counters.map(counter => [counter.user_id, counter]));
    return userIds.map(userId => byUserId.get(userId) ?? null);
  });
}
