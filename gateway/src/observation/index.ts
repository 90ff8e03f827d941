export { identityOf, type OperationIdentity } from './operation-identity.ts';
export {
  createOperationObserver,
  type OperationObserver,
  type OperationObserverOptions,
  type OperationOutcome,
} from './operation-observer.ts';
export { operationNamesOf } from './operation-names-of.ts';
export { observeFetches } from './observed-subgraph.ts';
export { startRequestSpan } from './request-span.ts';
