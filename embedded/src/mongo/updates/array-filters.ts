import { MongoError } from '../errors/mongo-error.ts';
import { compileFilter } from '../queries/filter.ts';
import { isDocument } from '../values/bson-type.ts';
import { rootField } from '../values/paths.ts';
import type { FilterContext, ValuePredicate } from '../queries/predicate.ts';
import type { Document } from 'bson';

/** The tests of `arrayFilters` by the identifier each of them is about. */
export function compileArrayFilters(filters: unknown, context: FilterContext): Map<string, ValuePredicate> {
  const tests = new Map<string, ValuePredicate>();
  if (filters === undefined) return tests;
  if (!Array.isArray(filters))
    throw new MongoError('TypeMismatch', "BSON field 'arrayFilters' is the wrong type, expected type 'array'");
  for (const filter of filters) {
    if (!isDocument(filter)) throw new MongoError('TypeMismatch', 'array filters must be objects');
    const identifiers = new Set(identifiersOf(filter));
    if (identifiers.size !== 1)
      throw new MongoError(
        'FailedToParse',
        'Error parsing array filter :: caused by :: Expected a single top-level field name',
      );
    const [identifier] = identifiers as Set<string> & Iterable<string>;
    if (tests.has(identifier!))
      throw new MongoError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${identifier}`,
      );
    const compiled = compileFilter(filter, context);
    tests.set(identifier!, value => compiled.test({ [identifier!]: value }));
  }
  return tests;
}

function identifiersOf(filter: Document): string[] {
  return Object.entries(filter).flatMap(([name, expression]) => {
    if (!name.startsWith('$')) return [rootField(name)];
    return Array.isArray(expression)
      ? expression.flatMap(clause => (isDocument(clause) ? identifiersOf(clause) : []))
      : [];
  });
}
