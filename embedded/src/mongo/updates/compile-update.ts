import { MongoError } from '../errors/mongo-error.ts';
import { matchedElement } from '../queries/matched-element.ts';
import { isDocument } from '../values/bson-type.ts';
import { equalValues } from '../values/compare.ts';
import { isArrayIndex, pathSegments } from '../values/paths.ts';
import { addToSet, pop, pull, pullAll, push } from './array-operators.ts';
import { compileArrayFilters } from './array-filters.ts';
import { expandPath, isDynamic } from './dynamic-path.ts';
import { bit, currentDate, inc, max, min, mul, set, unset } from './field-operators.ts';
import { compilePipelineUpdate } from './pipeline-update.ts';
import { rename } from './rename-operator.ts';
import type { FieldUpdate, UpdateContext, UpdateOperator } from './update-operator.ts';
import type { Document } from 'bson';

const operators: Record<string, UpdateOperator> = {
  $set: set,
  $setOnInsert: set,
  $unset: unset,
  $inc: inc,
  $mul: mul,
  $min: min,
  $max: max,
  $currentDate: currentDate,
  $bit: bit,
  $rename: rename,
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
};

/** An update ready to be applied to documents. */
export interface CompiledUpdate {
  /** How change streams name what it does. */
  readonly kind: 'update' | 'replace';
  /**
   * The new version of a document, which may be changed in place. `filter` is what the document was found by. Throws
   * ImmutableField when `_id` would change.
   */
  apply(document: Document, filter: Document, isInsert: boolean): Document;
}

/** Compiles the update of an update or findAndModify command: operators, a pipeline or a replacement. */
export function compileUpdate(update: unknown, arrayFilters: unknown, context: UpdateContext): CompiledUpdate {
  if (Array.isArray(update)) {
    if (arrayFilters !== undefined)
      throw new MongoError('FailedToParse', 'arrayFilters may not be specified for pipeline-style updates');
    return { kind: 'update', apply: keepingId(compilePipelineUpdate(update, context)) };
  }
  if (!isDocument(update))
    throw new MongoError('FailedToParse', 'Update argument must be either an object or an array');
  const first = Object.keys(update)[0];
  if (first?.startsWith('$'))
    return { kind: 'update', apply: keepingId(compileOperators(update, arrayFilters, context)) };
  if (arrayFilters !== undefined)
    throw new MongoError('FailedToParse', 'arrayFilters may not be specified for replacement-style updates');
  const dollar = Object.keys(update).find(name => name.startsWith('$'));
  if (dollar !== undefined)
    throw new MongoError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document.`,
    );
  return {
    kind: 'replace',
    apply: keepingId(document => {
      const { _id: newId, ...rest } = update;
      const id: unknown = newId ?? document['_id'];
      return id === undefined ? rest : { _id: id, ...rest };
    }),
  };
}

type Apply = CompiledUpdate['apply'];

function keepingId(apply: (document: Document, filter: Document, isInsert: boolean) => Document): Apply {
  return (document, filter, isInsert) => {
    const id: unknown = document['_id'];
    const result = apply(document, filter, isInsert);
    if (id !== undefined && !(Object.hasOwn(result, '_id') && equalValues(result['_id'], id))) {
      throw new MongoError(
        'ImmutableField',
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    }
    return result;
  };
}

interface PathUpdate {
  readonly path: string;
  readonly segments: readonly string[];
  readonly dynamic: boolean;
  readonly update: FieldUpdate;
  readonly onlyOnInsert: boolean;
}

function compileOperators(update: Document, arrayFilters: unknown, context: UpdateContext): Apply {
  const filters = compileArrayFilters(arrayFilters, context);
  const updates = Object.entries(update).flatMap(([name, fields]) => {
    const operator = operators[name];
    if (!operator)
      throw new MongoError(
        'FailedToParse',
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDocument(fields))
      throw new MongoError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeof fields} instead. For example: {$mod: {<field>: ...}} not {${name}: ...}`,
      );
    return Object.entries(fields).map(([path, operand]): PathUpdate => {
      const segments = checkedSegments(path);
      return {
        path,
        segments,
        dynamic: isDynamic(segments),
        update: operator(operand, path, context),
        onlyOnInsert: name === '$setOnInsert',
      };
    });
  });
  assertNoConflict([...updates.map(({ path }) => path), ...renameTargets(update)]);
  assertFiltersUsed(filters.keys(), updates);
  const inOrder = updates.toSorted((a, b) => comparePaths(a.segments, b.segments));
  return (document, filter, isInsert) => {
    const matched = new Map<string, number | undefined>();
    // `$` is what the query matched, not what the update has made of it since.
    for (const { segments } of inOrder) {
      const position = segments.indexOf('$');
      if (position === -1) continue;
      if (isInsert)
        throw new MongoError('BadValue', 'The positional operator did not find the match needed from the query.');
      const arrayPath = segments.slice(0, position).join('.');
      if (!matched.has(arrayPath)) matched.set(arrayPath, matchedElement(filter, arrayPath, document, context));
    }
    const targets = { arrayFilters: filters, matchedIndex: (path: string) => matched.get(path) };
    for (const { segments, dynamic, update: field, onlyOnInsert } of inOrder) {
      if (onlyOnInsert && !isInsert) continue;
      if (!dynamic) field.apply(document, segments);
      else for (const concrete of expandPath(document, segments, targets)) field.apply(document, concrete);
    }
    return document;
  };
}

function checkedSegments(path: string): string[] {
  const segments = pathSegments(path);
  if (segments.includes(''))
    throw new MongoError(
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  const dollar = segments.find(
    (segment, index) =>
      segment.startsWith('$') &&
      segment !== '$' &&
      !/^\$\[[^\]]*\]$/.test(segment) &&
      !(index > 0 && ['$ref', '$id', '$db'].includes(segment)),
  );
  if (dollar !== undefined || segments[0]!.startsWith('$')) {
    throw new MongoError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar ?? segments[0]}' in '${path}' is not allowed in the context of an update's set statement`,
    );
  }
  return segments;
}

function renameTargets(update: Document): string[] {
  const fields: unknown = update['$rename'];
  return isDocument(fields) ? Object.values(fields).map(String) : [];
}

/** Two operators may not touch the same path, nor one a part of the other's. */
function assertNoConflict(paths: readonly string[]): void {
  const sorted = paths.toSorted();
  for (const [index, path] of sorted.entries()) {
    for (const other of sorted.slice(index + 1)) {
      if (!other.startsWith(path)) break;
      if (other === path || other[path.length] === '.') {
        throw new MongoError(
          'ConflictingUpdateOperators',
          `Updating the path '${other}' would create a conflict at '${path}'`,
        );
      }
    }
  }
}

function assertFiltersUsed(identifiers: Iterable<string>, updates: readonly PathUpdate[]): void {
  for (const identifier of identifiers) {
    if (!updates.some(({ segments }) => segments.includes(`$[${identifier}]`))) {
      throw new MongoError(
        'FailedToParse',
        `The array filter for identifier '${identifier}' was not used in the update`,
      );
    }
  }
}

/** The order in which the server adds fields: by name, numbers by value. */
function comparePaths(left: readonly string[], right: readonly string[]): number {
  for (const [index, segment] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (segment === other) continue;
    if (isArrayIndex(segment) && isArrayIndex(other)) return Number(segment) - Number(other);
    return segment < other ? -1 : 1;
  }
  return left.length - right.length;
}
