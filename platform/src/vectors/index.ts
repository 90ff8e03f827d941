export type { VectorItem, VectorMatch, VectorMetadata, VectorStore } from './vector-store.ts';
