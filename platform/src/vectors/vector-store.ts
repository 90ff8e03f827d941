/** Nearest-neighbour search by cosine similarity. A collection is made by its first upsert and holds one dimension. */
export interface VectorStore {
  upsert(collection: string, items: readonly VectorItem[]): Promise<void>;
  /** Best first; an unknown collection has no matches. `filter` keeps items whose metadata equals every given value. */
  query(
    collection: string,
    vector: Float32Array,
    options: { limit: number; filter?: VectorMetadata },
  ): Promise<VectorMatch[]>;
  delete(collection: string, ids: readonly string[]): Promise<void>;
  deleteCollection(collection: string): Promise<void>;
  /** How many items a collection holds; 0 when unknown. */
  count(collection: string): Promise<number>;
  close(): Promise<void>;
}

export type VectorMetadata = Record<string, string | number | boolean>;

export interface VectorItem {
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
