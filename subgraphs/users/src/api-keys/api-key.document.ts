import type { ObjectId } from 'mongodb';

/** A key for programs, in the collection `user_api_keys`. */
export interface ApiKeyDocument {
  _id: ObjectId;
  user_id: ObjectId;
  name: string;
  /** The public beginning of the secret, by which its owner recognises it. */
  prefix: string;
  /** SHA-256 of the whole secret. */
  key_hash: string;
  is_active: boolean;
  last_used_at: Date | null;
  expires_at: Date | null;
  created_at: Date;
  /** When a key that can no longer be used is removed. */
  purge_at: Date | null;
}
