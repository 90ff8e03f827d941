import type { ObjectId } from 'mongodb';

/** A row of `uploaded_files`; the bytes are a blob. */
export interface UploadedFileDocument {
  _id: ObjectId;
  user_id: string;
  conversation_id: ObjectId | null;
  /** The name the user gave it. */
  original_filename: string;
  /** The blob's name, never shown. */
  stored_filename: string;
  file_path: string;
  file_type: string | null;
  /** Bytes. */
  file_size: number;
  mime_type: string | null;
  /** What was read out of the file. */
  analysis_result: string | null;
  metadata: Record<string, unknown>;
  created_at: Date;
}
