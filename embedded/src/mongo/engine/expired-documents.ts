import { CollectionWriter } from '../collections/collection-writer.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { findDocuments } from '../queries/find-documents.ts';
import { BlockedByTransaction } from '../transactions/transaction.ts';
import type { Catalog } from '../collections/catalog.ts';
import type { CommitLog } from '../collections/commit-log.ts';
import type { Document } from 'bson';

/** The most documents one pass deletes per index, so that it does not hold up everything else. */
const passLimit = 5000;

/** Deletes documents whose TTL index says that their time has come. */
export function deleteExpiredDocuments(catalog: Catalog, commits: CommitLog): void {
  const now = Date.now();
  for (const collection of catalog.allCollections()) {
    for (const { definition } of collection.indexes.values()) {
      const { expireAfterSeconds } = definition;
      if (expireAfterSeconds === undefined) continue;
      const path = definition.fields[0]!.path;
      const expired: Document = { [path]: { $lte: new Date(now - expireAfterSeconds * 1000) } };
      const filter = definition.partialFilter ? { $and: [expired, definition.partialFilter] } : expired;
      const writer = new CollectionWriter(collection, commits, undefined);
      for (const document of findDocuments(collection, { filter, hint: definition.name, limit: passLimit })) {
        try {
          writer.remove(document);
        } catch (error) {
          // A document a transaction holds stays until the next pass.
          if (!(error instanceof BlockedByTransaction) && !(error instanceof MongoError)) throw error;
        }
      }
    }
  }
}
