import type { Collection, Db } from 'mongodb';
import { toObjectId } from '@polyphony/platform/mongo';
import type { UploadedFileDocument } from './uploaded-file.document.ts';

/** Most files of one conversation that one answer lists. */
const perConversation = 200;

/** Reads `uploaded_files`, always within one owner. */
export class UploadedFileRepository {
  private readonly collection: Collection<UploadedFileDocument>;

  constructor(db: Db) {
    this.collection = db.collection<UploadedFileDocument>('uploaded_files');
  }

  /** In no particular order; foreign ones are left out. */
  async findByIds(userId: string, ids: readonly string[]): Promise<UploadedFileDocument[]> {
    const known = ids.map(toObjectId).filter(id => id !== null);
    if (known.length === 0) return [];
    return this.collection.find({ _id: { $in: known }, user_id: userId }).toArray();
  }

  /** Oldest first. */
  async findByConversations(userId: string, ids: readonly string[]): Promise<UploadedFileDocument[]> {
    return this.collection
      .find({ conversation_id: { $in: ids.map(toObjectId).filter(id => id !== null) }, user_id: userId })
      .sort({ created_at: 1 })
      .limit(perConversation * ids.length)
      .toArray();
  }
}
