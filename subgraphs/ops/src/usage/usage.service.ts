import type { Viewer } from '@polyphony/platform/context';
import { NotFoundError, QuotaExceededError } from '@polyphony/platform/errors';
import type { UsageDocument } from './usage.document.ts';
import type { UsageEntryRepository } from './usage-entry.repository.ts';
import type { RecordTokensInput, RefundRequestInput, ReserveRequestInput } from './usage.input.ts';
import type { UsageRepository } from './usage.repository.ts';
import type { UserUsage } from './usage.type.ts';
import { dayMs, endOfUtcDay, startOfUtcDay } from './utc-day.ts';

export interface UsageServiceOptions {
  counters: UsageRepository;
  entries: UsageEntryRepository;
  settings: { usageEntryRetentionDays: number; defaultDailyQuota: number };
  now?: () => Date;
}

/** Graph `Int`s end here; a counter may go on. */
const largestInt = 2_147_483_647;

export class UsageService {
  readonly #counters: UsageRepository;
  readonly #entries: UsageEntryRepository;
  readonly #settings: UsageServiceOptions['settings'];
  readonly #now: () => Date;

  constructor({ counters, entries, settings, now = () => new Date() }: UsageServiceOptions) {
    this.#counters = counters;
    this.#entries = entries;
    this.#settings = settings;
    this.#now = now;
  }

  /**
   * Takes one request out of the user's day. Any number of calls at once never let more than `dailyQuota` pass.
   * @throws QuotaExceededError with `resetsAt` (ISO 8601) and `dailyQuota`.
   */
  async reserveRequest({ userId, dailyQuota }: ReserveRequestInput): Promise<{ remaining: number; resetsAt: string }> {
    const now = this.#now();
    const day = startOfUtcDay(now);
    if (dailyQuota > 0) {
      let counter = await this.#counters.countRequest(userId, { quota: dailyQuota, day, now });
      if (counter === null) {
        // Used up, or this user's first request ever.
        await this.#counters.ensureCounter(userId, { day, now });
        counter = await this.#counters.countRequest(userId, { quota: dailyQuota, day, now });
      }
      if (counter !== null) {
        return {
          remaining: dailyQuota - counter.requests_today,
          resetsAt: endOfUtcDay(counter.last_reset).toISOString(),
        };
      }
    }
    const resetsAt = endOfUtcDay(day).toISOString();
    throw new QuotaExceededError(`The daily quota of ${dailyQuota} requests is used up.`, { resetsAt, dailyQuota });
  }

  /** Gives back a request that was reserved today but not made. */
  async refundRequest({ userId, resetsAt }: RefundRequestInput): Promise<Record<string, never>> {
    const now = this.#now();
    const day = resetsAt === undefined ? startOfUtcDay(now) : new Date(resetsAt.getTime() - dayMs);
    await this.#counters.uncountRequest(userId, { day, now });
    return {};
  }

  /** Adds the tokens of a model call to the user's day, once per key. `recorded` is false when the key was known. */
  async recordTokens(input: RecordTokensInput): Promise<{ recorded: boolean }> {
    const now = this.#now();
    const day = startOfUtcDay(now);
    const { key, userId, model, provider, promptTokens, completionTokens, latencyMs, conversationId } = input;
    // Outside of the transaction, so that two first calls cannot collide on the counter's unique index within one.
    await this.#counters.ensureCounter(userId, { day, now });
    const recorded = await this.#entries.insertOnce(
      {
        key,
        user_id: userId,
        model,
        provider,
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        latency_ms: latencyMs ?? null,
        conversation_id: conversationId ?? null,
        created_at: now,
        expires_at: new Date(now.getTime() + this.#settings.usageEntryRetentionDays * dayMs),
      },
      session => this.#counters.addTokens(userId, promptTokens + completionTokens, { day, now, session }),
    );
    return { recorded };
  }

  /**
   * What a user has used today.
   * @throws NotFoundError unless the viewer is that user or an administrator.
   */
  async getUsage(
    viewer: Viewer,
    userId: string,
    load: (userId: string) => Promise<UsageDocument | null>,
  ): Promise<UserUsage> {
    if (viewer.id !== userId && viewer.role !== 'ADMIN') throw new NotFoundError('User');
    const counter = await load(userId);
    const today = startOfUtcDay(this.#now());
    const isCurrent = counter !== null && counter.last_reset >= today;
    return {
      requestsToday: isCurrent ? Math.min(counter.requests_today, largestInt) : 0,
      tokensToday: isCurrent ? Math.min(counter.tokens_today, largestInt) : 0,
      dailyQuota: viewer.id === userId ? viewer.dailyQuota : (counter?.daily_quota ?? this.#settings.defaultDailyQuota),
      lastResetAt: isCurrent ? counter.last_reset : today,
    };
  }
}
