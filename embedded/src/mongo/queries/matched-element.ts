import { isDocument } from '../values/bson-type.ts';
import { pathSegments, valueAtPath } from '../values/paths.ts';
import { elementPredicate } from './array.operators.ts';
import { compileFilter } from './filter.ts';
import { operatorTests } from './value-expression.ts';
import type { FilterContext, ValuePredicate } from './predicate.ts';
import type { Document } from 'bson';

/**
 * The index of the array element that made a filter match, which the positional operator `$` stands for; undefined when the
 * filter has no condition on the array.
 */
export function matchedElement(
  filter: Document,
  arrayPath: string,
  document: Document,
  context: FilterContext,
): number | undefined {
  const array = valueAtPath(document, pathSegments(arrayPath));
  if (!Array.isArray(array)) return undefined;
  for (const test of elementTests(filter, arrayPath, context)) {
    const index = array.findIndex(test);
    if (index !== -1) return index;
  }
  return undefined;
}

/** The tests a filter makes of elements of the array, wherever in it they stand. */
function* elementTests(filter: Document, arrayPath: string, context: FilterContext): Generator<ValuePredicate> {
  for (const [name, expression] of Object.entries(filter)) {
    if ((name === '$and' || name === '$or') && Array.isArray(expression)) {
      for (const clause of expression) if (isDocument(clause)) yield* elementTests(clause, arrayPath, context);
    } else if (name === arrayPath) {
      if (isDocument(expression) && '$elemMatch' in expression)
        yield elementPredicate(expression['$elemMatch'], context);
      const tests = operatorTests(expression, context).filter(test => test.perElement && !test.negated);
      if (tests.length > 0) yield value => tests.every(test => test.test(value));
    } else if (name.startsWith(`${arrayPath}.`)) {
      const rest = name.slice(arrayPath.length + 1);
      const test = compileFilter({ [rest]: expression }, context);
      yield value => isDocument(value) && test.test(value);
    }
  }
}
