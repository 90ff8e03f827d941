import type { Collection, Db, ObjectId } from 'mongodb';
import type { UserDocument } from '../accounts/user.document.ts';

export interface AttemptLimit {
  /** Wrong passwords in a row that an account stands before it is locked. */
  attempts: number;
  /** How long the lock lasts, and how long wrong passwords are remembered. */
  lockSeconds: number;
}

export type Attempt = { allowed: true } | { allowed: false; lockedUntil: Date };

/** The fields of `users` that count how many passwords were tried. */
export class PasswordAttemptRepository {
  readonly #users: Collection<UserDocument>;

  constructor(db: Db) {
    this.#users = db.collection<UserDocument>('users');
  }

  /**
   * Counts an attempt before the password is looked at. Each branch is one atomic update, so that however many attempts come at
   * once, on however many processes, no more than `attempts` are allowed until the lock lapses.
   */
  async begin(id: ObjectId, { attempts, lockSeconds }: AttemptLimit, now: Date): Promise<Attempt> {
    const password_attempts_until = new Date(now.getTime() + lockSeconds * 1000);
    const first = await this.#users.updateOne(
      { _id: id, $or: [{ password_attempts_until: null }, { password_attempts_until: { $lte: now } }] },
      { $set: { password_attempts: 1, password_attempts_until } },
    );
    if (first.matchedCount === 1) return { allowed: true };
    const another = await this.#users.updateOne(
      { _id: id, password_attempts: { $lt: attempts } },
      { $inc: { password_attempts: 1 }, $set: { password_attempts_until } },
    );
    if (another.matchedCount === 1) return { allowed: true };
    const user = await this.#users.findOne({ _id: id }, { projection: { password_attempts_until: 1 } });
    return { allowed: false, lockedUntil: user?.password_attempts_until ?? now };
  }

  /** After a right password: what was tried before is forgotten. */
  async succeed(id: ObjectId): Promise<void> {
    await this.#users.updateOne({ _id: id }, { $set: { password_attempts: 0, password_attempts_until: null } });
  }

  /** Takes back an attempt whose password was never looked at. */
  async abandon(id: ObjectId): Promise<void> {
    await this.#users.updateOne({ _id: id, password_attempts: { $gt: 0 } }, { $inc: { password_attempts: -1 } });
  }
}
