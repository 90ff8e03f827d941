import { rejection, type OperationLimits } from '../execution/index.ts';
import { findExcess } from './operation-size.ts';

/** Refuses operations that are too large in themselves. */
export function createOperationLimits(): OperationLimits {
  return {
    check(document, operation) {
      const excess = findExcess(document, operation);
      if (excess !== null) throw rejection(excess, 'BAD_USER_INPUT');
    },
    costOf: () => () => 0,
  };
}
