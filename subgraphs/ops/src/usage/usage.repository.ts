import type { ClientSession, Collection, Db, Document } from 'mongodb';
import { duplicateKeyFields } from '@polyphony/platform/mongo';
import type { UsageDocument } from './usage.document.ts';

export interface UsageRepository {
  findByUserIds(userIds: readonly string[]): Promise<UsageDocument[]>;
  /**
   * Counts one request of the day if fewer than `quota` were counted, in one atomic step.
   * @returns the counter after it, or null when the quota is used up or the user has no counter yet
   */
  countRequest(userId: string, options: { quota: number; day: Date; now: Date }): Promise<UsageDocument | null>;
  /** Takes back one request of that day, never below zero. */
  uncountRequest(userId: string, options: { day: Date; now: Date }): Promise<void>;
  addTokens(userId: string, tokens: number, options: { day: Date; now: Date; session?: ClientSession }): Promise<void>;
  /** Creates the user's counter unless it is there. */
  ensureCounter(userId: string, options: { day: Date; now: Date }): Promise<void>;
}

/**
 * The daily reset happens inside each update: a counter whose `last_reset` lies before today starts from zero. One document and
 * one atomic update, so that no clock-driven job is needed and two processes cannot both reset it.
 */
export function createUsageRepository(db: Db): UsageRepository {
  const counters: Collection<UsageDocument> = db.collection('api_usage');
  return {
    findByUserIds: userIds => counters.find({ user_id: { $in: [...userIds] } }).toArray(),

    countRequest: (userId, { quota, day, now }) =>
      counters.findOneAndUpdate(
        { user_id: userId, $or: [{ last_reset: { $lt: day } }, { requests_today: { $lt: quota } }] },
        [
          {
            $set: {
              ...startedAnew(day),
              requests_today: { $add: [todays('requests_today', day), 1] },
              daily_quota: quota,
              updated_at: now,
            },
          },
        ],
        { returnDocument: 'after' },
      ),

    async uncountRequest(userId, { day, now }) {
      await counters.updateOne(
        { user_id: userId, last_reset: day, requests_today: { $gt: 0 } },
        { $inc: { requests_today: -1 }, $set: { updated_at: now } },
      );
    },

    async addTokens(userId, tokens, { day, now, session }) {
      await counters.updateOne(
        { user_id: userId },
        [
          {
            $set: {
              ...startedAnew(day),
              tokens_today: { $add: [todays('tokens_today', day), tokens] },
              updated_at: now,
            },
          },
        ],
        { session },
      );
    },

    async ensureCounter(userId, { day, now }) {
      const fresh = { requests_today: 0, tokens_today: 0, daily_quota: null, last_reset: day, updated_at: now };
      try {
        await counters.updateOne({ user_id: userId }, { $setOnInsert: fresh }, { upsert: true });
      } catch (error) {
        // Another process created it at the same moment.
        if (duplicateKeyFields(error) === null) throw error;
      }
    },
  };
}

/** An expression: what the field counts for `day`, which is nothing when the counter is of an earlier day. */
function todays(field: 'requests_today' | 'tokens_today', day: Date): Document {
  return { $cond: [{ $lt: ['$last_reset', day] }, 0, `$${field}`] };
}

/** A `last_reset` that lies ahead was written by a process whose clock is ahead: it stays. */
function startedAnew(day: Date): Document {
  return {
    requests_today: todays('requests_today', day),
    tokens_today: todays('tokens_today', day),
    last_reset: { $max: ['$last_reset', day] },
  };
}
