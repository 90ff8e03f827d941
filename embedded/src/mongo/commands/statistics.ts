import type { Collection } from '../collections/collection.ts';
import type { Document } from 'bson';

/** The sizes of a collection as `collStats` shows them. */
export function collectionStatistics(collection: Collection | undefined): Document {
  const count = collection?.records.size ?? 0;
  const size = collection?.dataSize ?? 0;
  const indexes = [...(collection?.indexes.values() ?? [])];
  const indexSizes = Object.fromEntries(indexes.map(index => [index.definition.name, index.entries.size * 32]));
  return {
    size,
    count,
    avgObjSize: count > 0 ? Math.round(size / count) : 0,
    storageSize: size,
    totalIndexSize: Object.values(indexSizes).reduce((sum, bytes) => sum + bytes, 0),
    nindexes: indexes.length + (collection?.textIndexes.size ?? 0),
    indexSizes,
    capped: collection?.options.capped !== undefined,
    ...(collection?.options.capped
      ? {
          max: Number.isFinite(collection.options.capped.documents) ? collection.options.capped.documents : 0,
          maxSize: collection.options.capped.bytes,
        }
      : {}),
  };
}
