import type { ObjectId } from 'mongodb';

/**
 * One log-in, in the collection `sessions`: the family of all refresh tokens that follow from it. It ends by being deleted.
 */
export interface SessionDocument {
  /** The session's id, which access tokens carry. */
  _id: ObjectId;
  user_id: ObjectId;
  /** Of the refresh token that is valid now. */
  token_hash: string;
  /** Of refresh tokens that were used, the newest last: seeing one again means that it was copied. */
  previous_token_hashes: string[];
  /** What the valid token was derived with; null for a session's first token. */
  rotation_nonce: string | null;
  rotated_at: Date;
  created_at: Date;
  /** Moves with every refresh. */
  expires_at: Date;
  /** Beyond which no refresh moves `expires_at`. */
  ends_at: Date;
  user_agent: string | null;
  ip_address: string | null;
}
