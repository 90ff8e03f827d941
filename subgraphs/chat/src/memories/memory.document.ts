import type { ObjectId } from 'mongodb';
import type { MemoryKind } from './memory-kind.ts';

/** A row of `chatbot_memory`. */
export interface MemoryDocument {
  _id: ObjectId;
  user_id: string;
  /** Null when it holds for all conversations of its owner. */
  conversation_id: ObjectId | null;
  memory_type: MemoryKind;
  content: string;
  question: string | null;
  context: string | null;
  /** 0 to 1. */
  importance: number;
  /** 1 to 5. */
  rating: number | null;
  tags: string[];
  metadata: Record<string, unknown>;
  created_at: Date;
  updated_at: Date;
  /** Removed by the store after this moment. */
  expires_at: Date | null;
}
