import type { ObjectId } from 'mongodb';

/** `usage_entries`: the tokens of one model call, kept so that reporting them twice counts once. */
export interface UsageEntryDocument {
  _id: ObjectId;
  /** Unique: the caller's idempotency key, for example a message id. */
  key: string;
  user_id: string;
  model: string;
  provider: string;
  prompt_tokens: number;
  completion_tokens: number;
  latency_ms: number | null;
  conversation_id: string | null;
  created_at: Date;
  /** MongoDB removes the entry then. */
  expires_at: Date;
}
