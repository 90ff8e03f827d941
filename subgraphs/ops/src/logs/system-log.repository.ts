import { ObjectId, type Collection, type Db, type Filter } from 'mongodb';
import type { CreationPosition } from '@polyphony/platform/pagination';
import type { LogLevel } from './log-level.ts';
import type { SystemLogDocument } from './system-log.document.ts';

export interface SystemLogFilter {
  service?: string | null;
  level?: LogLevel | null;
}

export interface SystemLogRepository {
  insert(log: Omit<SystemLogDocument, '_id'>): Promise<void>;
  /** Newest first. */
  findPage(
    filter: SystemLogFilter,
    page: { after: CreationPosition<ObjectId> | null; limit: number },
  ): Promise<SystemLogDocument[]>;
  count(filter: SystemLogFilter): Promise<number>;
}

export function createSystemLogRepository(db: Db): SystemLogRepository {
  const logs: Collection<SystemLogDocument> = db.collection('system_logs');
  return {
    async insert(log) {
      await logs.insertOne({ _id: new ObjectId(), ...log });
    },
    findPage: (filter, { after, limit }) =>
      logs
        .find({ ...matching(filter), ...olderThan(after) })
        .sort({ created_at: -1, _id: -1 })
        .limit(limit)
        .toArray(),
    count: filter => logs.countDocuments(matching(filter)),
  };
}

function matching({ service, level }: SystemLogFilter): Filter<SystemLogDocument> {
  return { ...(service ? { service } : {}), ...(level ? { level } : {}) };
}

function olderThan(after: CreationPosition<ObjectId> | null): Filter<SystemLogDocument> {
  if (after === null) return {};
  return {
    // Alone it bounds the index scan; the alternatives then only part entries of the same millisecond.
    created_at: { $lte: after.createdAt },
    $or: [{ created_at: { $lt: after.createdAt } }, { _id: { $lt: after.id } }],
  };
}
