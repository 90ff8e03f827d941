export { createOperationLimits } from './operation-limits.ts';
export { findExcess } from './operation-size.ts';
export { protectExecution, type ExecutionProtection } from './protected-execution.ts';
