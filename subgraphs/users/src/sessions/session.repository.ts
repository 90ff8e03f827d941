import type { Collection, Db, ObjectId } from 'mongodb';
import type { SessionDocument } from './session.document.ts';

/** Used tokens that a session remembers. */
const rememberedTokens = 20;

export type Rotation = Pick<
  SessionDocument,
  'token_hash' | 'rotation_nonce' | 'rotated_at' | 'expires_at' | 'user_agent' | 'ip_address'
>;

/** The collection `sessions`. */
export class SessionRepository {
  readonly #sessions: Collection<SessionDocument>;

  constructor(db: Db) {
    this.#sessions = db.collection<SessionDocument>('sessions');
  }

  async insert(session: SessionDocument): Promise<void> {
    await this.#sessions.insertOne(session);
  }

  /** The session whose valid token has this hash. */
  findByTokenHash(tokenHash: string): Promise<SessionDocument | null> {
    return this.#sessions.findOne({ token_hash: tokenHash });
  }

  /** The session that once had a token with this hash. */
  findByPreviousTokenHash(tokenHash: string): Promise<SessionDocument | null> {
    return this.#sessions.findOne({ previous_token_hashes: tokenHash });
  }

  /** Replaces the valid token unless somebody did meanwhile, in which case it answers null. */
  rotate({ _id, token_hash }: SessionDocument, rotation: Rotation): Promise<SessionDocument | null> {
    return this.#sessions.findOneAndUpdate(
      { _id, token_hash },
      {
        $set: rotation,
        $push: { previous_token_hashes: { $each: [token_hash], $slice: -rememberedTokens } },
      },
      { returnDocument: 'after' },
    );
  }

  /** Answers whether there was such a session of this user. */
  async delete(id: ObjectId, userId: ObjectId): Promise<boolean> {
    const { deletedCount } = await this.#sessions.deleteOne({ _id: id, user_id: userId });
    return deletedCount === 1;
  }

  /** Deletes a user's sessions, but for one, and answers which they were. */
  async deleteOfUser(userId: ObjectId, except: ObjectId | null): Promise<ObjectId[]> {
    const sessions = await this.#sessions
      .find({ user_id: userId, ...(except !== null && { _id: { $ne: except } }) }, { projection: { _id: 1 } })
      .toArray();
    const ids = sessions.map(session => session._id);
    if (ids.length > 0) await this.#sessions.deleteMany({ _id: { $in: ids } });
    return ids;
  }
}
