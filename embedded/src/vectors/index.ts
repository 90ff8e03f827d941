export { createSqliteVectorStore } from './sqlite-vector-store.ts';
