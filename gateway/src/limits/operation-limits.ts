import type { Supergraph } from '@apollo/federation-internals';
import { rejection, type OperationLimits } from '../execution/index.ts';
import { readCostWeights, type CostWeights } from './cost/cost-weights.ts';
import { estimateCost } from './cost/estimate-cost.ts';
import { asksForSchema } from './introspection.ts';
import { findExcess } from './operation-size.ts';
import { findRepetition } from './repetition.ts';

/** Refuses operations that are too large in themselves, or ask for a schema that is not shown; estimates what the others cost. */
export function createOperationLimits({ introspection = true }: { introspection?: boolean } = {}): OperationLimits {
  const weights = new WeakMap<Supergraph, CostWeights>();
  return {
    check(document, operation) {
      if (!introspection && asksForSchema(document)) {
        throw rejection('The schema is not shown here.', 'GRAPHQL_VALIDATION_FAILED');
      }
      const excess = findExcess(document, operation) ?? findRepetition(document, operation);
      if (excess !== null) throw rejection(excess, 'BAD_USER_INPUT');
    },
    costOf(document, operation, supergraph) {
      let known = weights.get(supergraph);
      if (known === undefined) weights.set(supergraph, (known = readCostWeights(supergraph)));
      return estimateCost(document, operation, known);
    },
  };
}
