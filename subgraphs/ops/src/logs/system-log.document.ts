import type { ObjectId } from 'mongodb';
import type { LogLevel } from './log-level.ts';

/** `system_logs`: what happened, for operators. */
export interface SystemLogDocument {
  _id: ObjectId;
  service: string;
  level: LogLevel;
  /** A stable name of what was done, for example `conversation.delete`. */
  action: string | null;
  message: string;
  user_id: string | null;
  /** Facts beside the message, bounded and free of secrets. */
  context: Record<string, unknown> | null;
  /** The file or function that wrote the entry. */
  source: string | null;
  created_at: Date;
  /** MongoDB removes the entry then. */
  expires_at: Date;
}
