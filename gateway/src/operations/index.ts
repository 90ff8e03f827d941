export type { ClientRequest } from './client-request.ts';
export { createOperationDocuments, type OperationDocuments } from './operation-documents.ts';
export {
  createOperationRunner,
  type OperationRunner,
  type OperationRunnerOptions,
  type ReadyOperation,
  type RunOperation,
  type Transport,
} from './operation-runner.ts';
export { createPersistedQueries, type PersistedQueries } from './persisted-queries.ts';
export { extensionsFor, type Exchange, type ResponseExtension } from './response-extension.ts';
