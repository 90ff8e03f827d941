export { createOperationLimits } from './operation-limits.ts';
export { findExcess } from './operation-size.ts';
