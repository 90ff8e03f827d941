export { maxTokens, rejection } from './rejection.ts';
export {
  createGraphExecution,
  type GraphExecution,
  type GraphExecutionOptions,
  type GraphResults,
  type Variables,
} from './graph-execution.ts';
export type { GraphRequest } from './graph-request.ts';
export { encodeResult, readResult, type GraphResult } from './graph-result.ts';
export type { OperationLimits } from './operation-limits.ts';
export type { PreparedOperation } from './prepared-operation.ts';
