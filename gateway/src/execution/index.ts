export { createDocumentReader, maxTokens, rejection } from './document-reader.ts';
export { formatGraphError } from './format-graph-error.ts';
export { createGraphExecution, type GraphExecution, type GraphExecutionOptions } from './graph-execution.ts';
export { findExcess } from './operation-size.ts';
export type { GraphRequest } from './graph-request.ts';
