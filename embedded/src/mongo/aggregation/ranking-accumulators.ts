import { $bottom as bottomOfMingo, $top as topOfMingo } from 'mingo/operators/accumulator';
import type { AccumulatorOperator, Options } from 'mingo/types';

/** mingo gives a list of one where MongoDB gives the one. */
function single(operator: unknown): AccumulatorOperator {
  return (documents: unknown[], expression: unknown, options: Options) => {
    const result = (operator as (...parameters: unknown[]) => unknown)(documents, expression, options);
    return Array.isArray(result) && result.length === 1 ? (result[0] as unknown) : result;
  };
}

/** `$top` and `$bottom`. */
export const rankingAccumulators: Record<`$${string}`, AccumulatorOperator> = {
  $top: single(topOfMingo),
  $bottom: single(bottomOfMingo),
};
