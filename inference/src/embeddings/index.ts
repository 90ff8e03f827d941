export { createEmbeddingModel } from './create-embedding-model.ts';
export type { EmbeddingModel } from './embedding.model.ts';
export { LocalEmbeddingModel } from './local/local-embedding.model.ts';
export { cosine, normalized } from './vectors.ts';
