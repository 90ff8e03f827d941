export { createOperationRunner, type RunOperation, type Transport } from './operation-runner.ts';
