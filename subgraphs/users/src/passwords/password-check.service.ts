import { createHash } from 'node:crypto';
import { RateLimitedError } from '@polyphony/platform/errors';
import type { RateLimiter } from '@polyphony/platform/rate-limits';
import type { UserDocument } from '../accounts/user.document.ts';
import { KeyedQueue } from '../limits/keyed-queue.ts';
import type { AttemptLimit, PasswordAttemptRepository } from './password-attempt.repository.ts';
import type { PasswordHasher } from './password.hasher.ts';

export interface PasswordCheckOptions {
  attempts: PasswordAttemptRepository;
  hasher: PasswordHasher;
  rateLimiter: RateLimiter;
  limit: AttemptLimit;
  now: () => Date;
}

/** Compares passwords, and locks an account for a while after too many wrong ones in a row. */
export class PasswordCheckService {
  readonly #options: PasswordCheckOptions;
  // Right passwords that arrive together would otherwise count as tries against each other.
  readonly #queue = new KeyedQueue({ waiting: 200 });

  constructor(options: PasswordCheckOptions) {
    this.#options = options;
  }

  /**
   * Whether this is the user's password.
   * @throws RateLimitedError while the account is locked, whatever the password
   */
  check(user: UserDocument, password: string): Promise<boolean> {
    const { attempts, hasher, limit, now } = this.#options;
    return this.#queue.run(user._id.toHexString(), async () => {
      const attempt = await attempts.begin(user._id, limit, now());
      if (!attempt.allowed) throw locked((attempt.lockedUntil.getTime() - now().getTime()) / 1000);
      let right: boolean;
      try {
        right = await hasher.verify(user.password_hash, password);
      } catch (error) {
        await attempts.abandon(user._id);
        throw error;
      }
      if (right) await attempts.succeed(user._id);
      return right;
    });
  }

  /**
   * Answers for an account that does not exist as `check` answers for a wrong password: the same work, and the same lock after
   * the same number of attempts, so that neither tells which accounts exist.
   */
  async checkNobody(loginKey: string, password: string): Promise<false> {
    const { hasher, rateLimiter, limit } = this.#options;
    const key = createHash('sha256').update(loginKey).digest('base64url');
    const { allowed, retryAfterSeconds } = await rateLimiter.consume(`users:nobody:${key}`, {
      limit: limit.attempts,
      windowSeconds: limit.lockSeconds,
    });
    if (!allowed) throw locked(retryAfterSeconds);
    return hasher.verifyNobody(password);
  }
}

const locked = (seconds: number) =>
  new RateLimitedError(Math.max(1, Math.ceil(seconds)), 'Too many wrong passwords. Try again later.');
