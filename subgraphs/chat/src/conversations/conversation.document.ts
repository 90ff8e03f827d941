import type { ObjectId } from 'mongodb';

/** A row of `conversations`. Its messages form a tree; the path from the root to `active_leaf_id` is the active branch. */
export interface ConversationDocument {
  _id: ObjectId;
  user_id: string;
  title: string | null;
  model: string;
  system_prompt: string | null;
  /** All messages of the tree. */
  total_messages: number;
  /** Tokens that the replies cost, prompts included. */
  total_tokens: number;
  is_archived: boolean;
  tags: string[];
  metadata: Record<string, unknown>;
  /** The newest message of the active branch; null while there is none. */
  active_leaf_id: ObjectId | null;
  /** Messages on the active branch. */
  active_depth: number;
  /** Set while the conversation waits for its removal. */
  deleted_at: Date | null;
  created_at: Date;
  updated_at: Date;
}
