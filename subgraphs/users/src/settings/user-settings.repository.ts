import { duplicateKeyFields, toObjectId } from '@polyphony/platform/mongo';
import { ObjectId, type Collection, type Db } from 'mongodb';
import type { SettingsValues, UserSettingsDocument } from './user-settings.document.ts';

export interface SettingsReplacement {
  userId: ObjectId;
  /** What the values were made from; null when there was nothing. */
  from: UserSettingsDocument | null;
  to: SettingsValues;
  at: Date;
}

/** The collection `user_settings`. */
export class UserSettingsRepository {
  readonly #settings: Collection<UserSettingsDocument>;

  constructor(db: Db) {
    this.#settings = db.collection<UserSettingsDocument>('user_settings');
  }

  findByUser(userId: ObjectId): Promise<UserSettingsDocument | null> {
    return this.#settings.findOne({ user_id: userId });
  }

  /** In any order; users who never changed a setting are left out. */
  findByUsers(userIds: readonly string[]): Promise<UserSettingsDocument[]> {
    const known = userIds.map(toObjectId).filter(id => id !== null);
    return this.#settings.find({ user_id: { $in: known } }).toArray();
  }

  /** Stores new values unless the settings were changed meanwhile, in which case it answers null. */
  async replace({ userId, from, to, at }: SettingsReplacement): Promise<UserSettingsDocument | null> {
    if (from !== null) {
      return this.#settings.findOneAndUpdate(
        { _id: from._id, revision: from.revision },
        { $set: { settings: to, updated_at: at }, $inc: { revision: 1 } },
        { returnDocument: 'after' },
      );
    }
    const first = { _id: new ObjectId(), user_id: userId, settings: to, revision: 1, created_at: at, updated_at: at };
    try {
      await this.#settings.insertOne(first);
      return first;
    } catch (error) {
      if (duplicateKeyFields(error) !== null) return null;
      throw error;
    }
  }
}
