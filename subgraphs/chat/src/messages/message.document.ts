import type { ObjectId } from 'mongodb';
import type { MessageRole } from './message-role.ts';
import type { MessageStatus } from './message-status.ts';

/** A row of `messages`: one node of a conversation's tree. */
export interface MessageDocument {
  _id: ObjectId;
  conversation_id: ObjectId;
  /** The conversation's owner, so that every read can be scoped without a join. */
  user_id: string;
  role: MessageRole;
  content: string;
  status: MessageStatus;
  images: MessageImageDocument[];
  files: ObjectId[];
  citations: CitationDocument[];
  metadata: Record<string, unknown>;
  /** Counts the siblings under one parent from 1. */
  version: number;
  parent_message_id: ObjectId | null;
  /** The number of messages from the root to here, 1 for the root. */
  depth: number;
  /** Whether the message lies on its conversation's active branch, on which depths are 1, 2, 3 ... without gaps. */
  on_active_branch: boolean;
  is_edited: boolean;
  is_stopped: boolean;
  /** The model that wrote it; null for messages of people. */
  model: string | null;
  provider: string | null;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  /** Why a reply failed, safe to show. */
  error: string | null;
  created_at: Date;
  finished_at: Date | null;
  /** Only replies have it, and only some reads bring it along. */
  generation?: GenerationDocument;
}

/** How a reply is, or was, being made. */
export interface GenerationDocument {
  /** The process that writes the reply. Nobody else may, until the lease is over. */
  generator_id: string;
  /** Null once the reply is finished. */
  lease_expires_at: Date | null;
  started_at: Date | null;
  stop_requested: boolean;
  /** Whether memories may be used. */
  use_knowledge: boolean;
  /** Where each streamed piece ends in `content`, in UTF-16 units: piece 1 first. */
  delta_offsets: number[];
  /** When to report the tokens to ops (again); null before the end and once ops has acknowledged them. */
  usage_retry_at: Date | null;
}

export interface MessageImageDocument {
  url: string;
  cloud_url: string | null;
  delete_url: string | null;
  caption: string | null;
  /** Bytes. */
  size: number | null;
  mime_type: string | null;
  generated: boolean;
  service: string | null;
}

export interface CitationDocument {
  /** The cited memory's id. */
  source: string;
  title: string | null;
  excerpt: string;
  score: number;
}
