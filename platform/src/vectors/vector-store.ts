/**
 * Nearest-neighbour search by cosine similarity. A collection is made by its first upsert and holds one dimension from then on,
 * until it is deleted. Collections are named freely and never see each other.
 */
export interface VectorStore {
  /**
   * Adds items, replacing those with the same id (of equal ids in one call the last stays).
   * @throws VectorDimensionError when a vector's length is not the collection's.
   * @throws RangeError for a vector that is empty, of length zero or not finite: it has no direction to compare.
   */
  upsert(collection: string, items: readonly VectorItem[]): Promise<void>;
  /**
   * Best first; an unknown collection has no matches. `filter` keeps items whose metadata equals every given value. `limit` is 1 to
   * 1000.
   * @throws VectorDimensionError or RangeError as `upsert`.
   */
  query(
    collection: string,
    vector: Float32Array,
    options: { limit: number; filter?: VectorMetadata },
  ): Promise<VectorMatch[]>;
  /** Ids that are not there are passed over. */
  delete(collection: string, ids: readonly string[]): Promise<void>;
  deleteCollection(collection: string): Promise<void>;
  /** How many items a collection holds; 0 when unknown. */
  count(collection: string): Promise<number>;
  close(): Promise<void>;
}

export type VectorMetadata = Record<string, string | number | boolean>;

export interface VectorItem {
  /** Not empty. */
  id: string;
  vector: Float32Array;
  text: string;
  metadata: VectorMetadata;
}

export interface VectorMatch {
  id: string;
  text: string;
  metadata: VectorMetadata;
  /** Cosine similarity, -1 to 1. */
  score: number;
}

/** A vector does not have the dimension of its collection. */
export class VectorDimensionError extends Error {
  override readonly name = 'VectorDimensionError';

  constructor(collection: string, expected: number, actual: number) {
    super(`Collection ${collection} holds vectors of ${expected} dimensions, not ${actual}.`);
  }
}
