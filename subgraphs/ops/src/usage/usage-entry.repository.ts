import type { ClientSession, Collection, Db } from 'mongodb';
import { duplicateKeyFields } from '@polyphony/platform/mongo';
import type { UsageEntryDocument } from './usage-entry.document.ts';

export interface UsageEntryRepository {
  /**
   * Inserts the entry and does `alongside` in one transaction: both are kept, or neither.
   * @returns false, with nothing done, when an entry of that key is there already
   */
  insertOnce(
    entry: Omit<UsageEntryDocument, '_id'>,
    alongside: (session: ClientSession) => Promise<void>,
  ): Promise<boolean>;
}

export function createUsageEntryRepository(db: Db): UsageEntryRepository {
  const entries: Collection<Omit<UsageEntryDocument, '_id'>> = db.collection('usage_entries');
  return {
    async insertOnce(entry, alongside) {
      try {
        await db.client.withSession(session =>
          session.withTransaction(async () => {
            await entries.insertOne({ ...entry }, { session });
            await alongside(session);
          }),
        );
        return true;
      } catch (error) {
        if (duplicateKeyFields(error)?.includes('key')) return false;
        throw error;
      }
    },
  };
}
