import { Context } from 'mingo/core';
import * as accumulatorOperators from 'mingo/operators/accumulator';
import * as expressionOperators from 'mingo/operators/expression';
import * as pipelineOperators from 'mingo/operators/pipeline';
import * as projectionOperators from 'mingo/operators/projection';
import * as queryOperators from 'mingo/operators/query';
import * as windowOperators from 'mingo/operators/window';
import { numericAccumulators } from './numeric-accumulators.ts';
import { arrayExpressions } from './array-expressions.ts';
import { dateExpressions } from './date-expressions.ts';
import { rankingAccumulators } from './ranking-accumulators.ts';
import { roundingExpressions } from './rounding-expressions.ts';
import { stringExpressions } from './string-expressions.ts';
import { arithmeticExpressions } from './arithmetic-expressions.ts';
import { comparisonExpressions } from './comparison-expressions.ts';
import { conversionExpressions } from './conversion-expressions.ts';

/** mingo's operators, with those replaced that must know BSON's own types, or in which mingo departs from MongoDB. */
export const operatorContext: Context = Context.from(
  Context.init({
    expression: {
      ...arithmeticExpressions,
      ...roundingExpressions,
      ...comparisonExpressions,
      ...conversionExpressions,
      ...arrayExpressions,
      ...stringExpressions,
      ...dateExpressions,
    },
    accumulator: { ...numericAccumulators, ...rankingAccumulators },
  }),
  Context.init({
    accumulator: accumulatorOperators,
    expression: expressionOperators,
    pipeline: pipelineOperators,
    projection: projectionOperators,
    query: queryOperators,
    window: windowOperators,
  }),
);
