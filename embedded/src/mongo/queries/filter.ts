import { MongoError } from '../errors/mongo-error.ts';
import { evaluateExpression, isTruthy } from '../aggregation/expression.ts';
import { compileSchema } from '../schemas/json-schema.ts';
import { isDocument } from '../values/bson-type.ts';
import { pathSegments, rootField, somePathValue } from '../values/paths.ts';
import { operatorTests, satisfies } from './value-expression.ts';
import type { DocumentPredicate, FilterContext } from './predicate.ts';
import type { Document } from 'bson';

/** A filter ready to test documents. */
export interface CompiledFilter {
  readonly test: DocumentPredicate;
  /** The top-level fields the test looks at; null when it may look at any. */
  readonly fields: ReadonlySet<string> | null;
}

/** Compiles a query filter. Throws BadValue for unknown operators and bad operands. */
export function compileFilter(filter: Document | undefined | null, context: FilterContext = {}): CompiledFilter {
  if (filter !== undefined && filter !== null && !isDocument(filter))
    throw new MongoError('TypeMismatch', 'the filter must be an object');
  const fields = new Set<string>();
  const scope: FilterScope = { context, fields, wholeDocument: false };
  const test = conjunction(filter ?? {}, scope);
  return { test, fields: scope.wholeDocument ? null : fields };
}

interface FilterScope {
  readonly context: FilterContext;
  readonly fields: Set<string>;
  wholeDocument: boolean;
}

function conjunction(filter: Document, scope: FilterScope): DocumentPredicate {
  const tests = Object.entries(filter).flatMap(([name, expression]) => {
    const test = name.startsWith('$') ? topLevelTest(name, expression, scope) : fieldTest(name, expression, scope);
    return test ? [test] : [];
  });
  if (tests.length === 1) return tests[0]!;
  return document => tests.every(test => test(document));
}

function fieldTest(path: string, expression: unknown, scope: FilterScope): DocumentPredicate {
  scope.fields.add(rootField(path));
  const tests = operatorTests(expression, scope.context);
  const segments = pathSegments(path);
  const single = segments.length === 1 ? path : undefined;
  const predicates = tests.map((test): DocumentPredicate => {
    const negated = test.negated === true;
    if (single !== undefined)
      return document => satisfies(test, Object.hasOwn(document, single) ? document[single] : undefined) !== negated;
    return document => somePathValue(document, segments, value => satisfies(test, value)) !== negated;
  });
  if (predicates.length === 1) return predicates[0]!;
  return document => predicates.every(predicate => predicate(document));
}

function topLevelTest(operator: string, operand: unknown, scope: FilterScope): DocumentPredicate | undefined {
  switch (operator) {
    case '$and': {
      const tests = clauses(operator, operand, scope);
      return document => tests.every(test => test(document));
    }
    case '$or': {
      const tests = clauses(operator, operand, scope);
      return document => tests.some(test => test(document));
    }
    case '$nor': {
      const tests = clauses(operator, operand, scope);
      return document => !tests.some(test => test(document));
    }
    case '$expr': {
      scope.wholeDocument = true;
      const { collation, variables } = scope.context;
      return document => isTruthy(evaluateExpression(operand, document, { variables, collation }));
    }
    case '$jsonSchema': {
      scope.wholeDocument = true;
      const schema = compileSchema(operand);
      return document => schema.accepts(document);
    }
    case '$text': {
      scope.wholeDocument = true;
      if (!scope.context.text) throw new MongoError('IndexNotFound', 'text index required for $text query');
      return scope.context.text;
    }
    case '$comment':
      return undefined;
    case '$alwaysTrue':
      return () => true;
    case '$alwaysFalse':
      return () => false;
    case '$where':
      throw new MongoError('CommandNotSupported', '$where (server-side JavaScript) is not supported');
    default:
      throw new MongoError(
        'BadValue',
        `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function clauses(operator: string, operand: unknown, scope: FilterScope): DocumentPredicate[] {
  if (!Array.isArray(operand) || operand.length === 0)
    throw new MongoError('BadValue', `${operator} argument must be a non-empty array`);
  return operand.map(clause => {
    if (!isDocument(clause)) throw new MongoError('BadValue', `${operator} argument's entries must be objects`);
    return conjunction(clause, scope);
  });
}
