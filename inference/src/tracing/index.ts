export { traceChatModel } from './traced-chat.model.ts';
export { traceEmbeddingModel } from './traced-embedding.model.ts';
