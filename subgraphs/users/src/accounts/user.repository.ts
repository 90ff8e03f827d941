import type { AccountRole } from '@polyphony/platform/context';
import { ConflictError } from '@polyphony/platform/errors';
import { duplicateKeyFields, toObjectId } from '@polyphony/platform/mongo';
import type { Collection, Db, ObjectId } from 'mongodb';
import type { UserDocument } from './user.document.ts';

/** What an administrator may change of a user. */
export type UserChange = Partial<Pick<UserDocument, 'role' | 'is_active' | 'daily_quota'>>;

/** The collection `users`. */
export class UserRepository {
  readonly #users: Collection<UserDocument>;

  constructor(db: Db) {
    this.#users = db.collection<UserDocument>('users');
  }

  /** @throws ConflictError naming `username` or `email` when another user has it, however many insert it at once. */
  async insert(user: UserDocument): Promise<void> {
    try {
      await this.#users.insertOne(user);
    } catch (error) {
      const fields = duplicateKeyFields(error);
      if (fields?.includes('username_key')) throw usernameTaken();
      if (fields?.includes('email_key')) throw emailTaken();
      throw error;
    }
  }

  /** Tells early what `insert` would refuse. @throws ConflictError naming `username` or `email`. */
  async checkFree(keys: Pick<UserDocument, 'username_key' | 'email_key'>): Promise<void> {
    const taken = await this.#users.findOne(
      { $or: [{ username_key: keys.username_key }, { email_key: keys.email_key }] },
      { projection: { username_key: 1 } },
    );
    if (taken === null) return;
    throw taken.username_key === keys.username_key ? usernameTaken() : emailTaken();
  }

  findById(id: ObjectId): Promise<UserDocument | null> {
    return this.#users.findOne({ _id: id });
  }

  /** In any order; ids of nobody are left out. */
  findByIds(ids: readonly string[]): Promise<UserDocument[]> {
    const known = ids.map(toObjectId).filter(id => id !== null);
    return this.#users.find({ _id: { $in: known } }).toArray();
  }

  /** By the key of a username or, when it has an @, of an email. */
  findByLoginKey(key: string): Promise<UserDocument | null> {
    return this.#users.findOne(key.includes('@') ? { email_key: key } : { username_key: key });
  }

  async recordLogin(id: ObjectId, { at, address }: { at: Date; address: string | null }): Promise<void> {
    await this.#users.updateOne({ _id: id }, { $set: { last_login_at: at, last_ip: address } });
  }

  /** Replaces the password unless it was changed meanwhile; answers whether it did. */
  async replacePassword(id: ObjectId, { from, to, at }: { from: string; to: string; at: Date }): Promise<boolean> {
    const { matchedCount } = await this.#users.updateOne(
      { _id: id, password_hash: from },
      { $set: { password_hash: to, must_change_password: false, updated_at: at } },
    );
    return matchedCount === 1;
  }

  /** @returns the changed user, or null when there is none. */
  change(id: ObjectId, change: UserChange, at: Date): Promise<UserDocument | null> {
    return this.#users.findOneAndUpdate(
      { _id: id },
      { $set: { ...change, updated_at: at } },
      { returnDocument: 'after' },
    );
  }

  async hasRole(role: AccountRole): Promise<boolean> {
    return (await this.#users.findOne({ role }, { projection: { _id: 1 } })) !== null;
  }
}

const usernameTaken = () => new ConflictError('This username is taken.', 'username');
const emailTaken = () => new ConflictError('This email is taken.', 'email');
