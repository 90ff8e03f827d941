import { toObjectId } from '@polyphony/platform/mongo';
import type { Collection, Db, Filter, ObjectId } from 'mongodb';
import type { ApiKeyDocument } from './api-key.document.ts';

/** Keys of one user that are listed, the newest first. */
const listedKeys = 200;

/** The collection `user_api_keys`. */
export class ApiKeyRepository {
  readonly #apiKeys: Collection<ApiKeyDocument>;

  constructor(db: Db) {
    this.#apiKeys = db.collection<ApiKeyDocument>('user_api_keys');
  }

  async insert(apiKey: ApiKeyDocument): Promise<void> {
    await this.#apiKeys.insertOne(apiKey);
  }

  async delete(id: ObjectId): Promise<void> {
    await this.#apiKeys.deleteOne({ _id: id });
  }

  /** How many keys of a user can be used at a time. */
  countUsable(userId: ObjectId, at: Date): Promise<number> {
    return this.#apiKeys.countDocuments({ user_id: userId, ...usable(at) });
  }

  /** The key with this hash, if it can be used at this time. */
  findUsable(keyHash: string, at: Date): Promise<ApiKeyDocument | null> {
    return this.#apiKeys.findOne({ key_hash: keyHash, ...usable(at) });
  }

  /** Newest first, of each user. */
  findByUsers(userIds: readonly string[]): Promise<ApiKeyDocument[]> {
    const known = userIds.map(toObjectId).filter(id => id !== null);
    return this.#apiKeys
      .find({ user_id: { $in: known } })
      .sort({ created_at: -1, _id: -1 })
      .limit(listedKeys * Math.max(1, known.length))
      .toArray();
  }

  /** Makes a key of this user unusable. @returns the key, or null when the user has no such key */
  revoke(id: ObjectId, userId: ObjectId, purgeAt: Date): Promise<ApiKeyDocument | null> {
    return this.#apiKeys.findOneAndUpdate(
      { _id: id, user_id: userId },
      { $set: { is_active: false, purge_at: purgeAt } },
      { returnDocument: 'after' },
    );
  }

  /** Notes a use unless one was noted since `before`. */
  async touch(id: ObjectId, { at, before }: { at: Date; before: Date }): Promise<void> {
    await this.#apiKeys.updateOne(
      { _id: id, $or: [{ last_used_at: null }, { last_used_at: { $lt: before } }] },
      { $set: { last_used_at: at } },
    );
  }
}

const usable = (at: Date): Filter<ApiKeyDocument> => ({
  is_active: true,
  $or: [{ expires_at: null }, { expires_at: { $gt: at } }],
});
