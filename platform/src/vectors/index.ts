export { createChromaVectorStore, type ChromaVectorStoreOptions } from './chroma-vector-store.ts';
export { requireDirection, requireValidLimit, validItems } from './valid-vectors.ts';
export {
  VectorDimensionError,
  type VectorItem,
  type VectorMatch,
  type VectorMetadata,
  type VectorStore,
} from './vector-store.ts';
