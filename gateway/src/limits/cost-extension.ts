import type { ResponseExtension } from '../operations/response-extension.ts';

/** Who sends this header, with any value, is told what the operation was estimated to cost. */
export const costHeader = 'x-graphql-cost';

/** `extensions.cost` of an answer: `{ estimated, max }` in points; `max` is null when there is no maximum. */
export function createCostExtension(maxCost: number): ResponseExtension {
  return {
    name: 'cost',
    header: costHeader,
    valueFor({ ready: { operation, variables } }) {
      return { estimated: operation.cost(variables), max: maxCost === 0 ? null : maxCost };
    },
  };
}
