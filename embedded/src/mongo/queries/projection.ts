import { MongoError } from '../errors/mongo-error.ts';
import { evaluateExpression } from '../aggregation/expression.ts';
import { isDocument } from '../values/bson-type.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { defineField, pathSegments } from '../values/paths.ts';
import { elementPredicate } from './array.operators.ts';
import { matchedElement } from './matched-element.ts';
import { sliceOf } from './slice-projection.ts';
import { textScoreOf } from './text-score.ts';
import type { FilterContext } from './predicate.ts';
import type { Document } from 'bson';

/** Shapes a document for the client. */
export type Projection = (document: Document) => Document;

/** What happens to one field: kept, dropped, computed, or looked into. */
type FieldRule =
  'include' | 'exclude' | { compute: (value: unknown, document: Document) => unknown } | { nested: RuleTree };
type RuleTree = Map<string, FieldRule>;

interface ProjectionDraft {
  readonly tree: RuleTree;
  mode: 'include' | 'exclude' | undefined;
  /** Rules that fit both modes, such as `$slice`. */
  onlyNeutral: boolean;
  keepId: boolean | undefined;
}

/**
 * Compiles a find projection: inclusion or exclusion, `$slice`, `$elemMatch`, `$meta`, the positional `.$` and expressions.
 * Answers undefined when the projection changes nothing.
 */
export function compileProjection(
  projection: Document | undefined | null,
  filter: Document,
  context: FilterContext,
): Projection | undefined {
  if (!projection || Object.keys(projection).length === 0) return undefined;
  const draft: ProjectionDraft = { tree: new Map(), mode: undefined, onlyNeutral: true, keepId: undefined };
  for (const [path, rule] of Object.entries(projection)) addRule(draft, path, rule, filter, context);
  const mode =
    draft.mode ?? (draft.keepId === true && draft.onlyNeutral && draft.tree.size === 0 ? 'include' : 'exclude');
  if (draft.keepId === false) draft.tree.set('_id', 'exclude');
  else if (mode === 'include' && !draft.tree.has('_id')) draft.tree.set('_id', 'include');
  return document => project(document, draft.tree, mode, document) as Document;
}

function addRule(draft: ProjectionDraft, path: string, rule: unknown, filter: Document, context: FilterContext): void {
  if (path.endsWith('.$')) {
    setMode(draft, 'include', path);
    const arrayPath = path.slice(0, -2);
    insert(draft.tree, arrayPath, {
      compute: (value, document) => {
        if (!Array.isArray(value)) return value;
        const index = matchedElement(filter, arrayPath, document, context);
        if (index === undefined)
          throw new MongoError(
            'BadValue',
            "Executor error during find command: positional operator '.$' couldn't find a matching element in the array",
          );
        return [value[index]];
      },
    });
    return;
  }
  const flag = typeof rule === 'boolean' ? rule : isBsonNumber(rule) ? toNumber(rule) !== 0 : undefined;
  if (flag !== undefined) {
    if (path === '_id') {
      draft.keepId = flag;
      return;
    }
    setMode(draft, flag ? 'include' : 'exclude', path);
    insert(draft.tree, path, flag ? 'include' : 'exclude');
    return;
  }
  if (isDocument(rule)) {
    const operator = Object.keys(rule)[0];
    if (operator === undefined)
      throw new MongoError('BadValue', 'An empty sub-projection is not a valid value. Found empty object at path');
    if (!operator.startsWith('$')) {
      for (const [name, nested] of Object.entries(rule)) addRule(draft, `${path}.${name}`, nested, filter, context);
      return;
    }
    if (operator === '$slice' && !isExpressionSlice(rule['$slice'])) {
      const slice = sliceOf(rule['$slice']);
      insert(draft.tree, path, { compute: value => (Array.isArray(value) ? slice(value) : value) });
      return;
    }
    if (operator === '$elemMatch') {
      setMode(draft, 'include', path);
      const test = elementPredicate(rule['$elemMatch'], context);
      insert(draft.tree, path, {
        compute: value => {
          const found = Array.isArray(value) ? value.findIndex(test) : -1;
          return found === -1 ? undefined : [(value as unknown[])[found]];
        },
      });
      return;
    }
    if (operator === '$meta') {
      if (rule['$meta'] !== 'textScore')
        throw new MongoError('BadValue', `Unsupported argument to $meta: ${String(rule['$meta'])}`);
      insert(draft.tree, path, { compute: (_value, document) => textScoreOf(document) });
      return;
    }
  }
  setMode(draft, 'include', path);
  insert(draft.tree, path, { compute: (_value, document) => evaluateExpression(rule, document, context) });
}

/** `$slice` with an expression as its first argument is the aggregation operator. */
function isExpressionSlice(operand: unknown): boolean {
  return Array.isArray(operand) && !isBsonNumber(operand[0]);
}

function setMode(draft: ProjectionDraft, mode: 'include' | 'exclude', path: string): void {
  draft.onlyNeutral = false;
  if (draft.mode !== undefined && draft.mode !== mode) {
    throw new MongoError(
      'BadValue',
      mode === 'exclude'
        ? `Cannot do exclusion on field ${path} in inclusion projection`
        : `Cannot do inclusion on field ${path} in exclusion projection`,
    );
  }
  draft.mode = mode;
}

function insert(tree: RuleTree, path: string, rule: FieldRule): void {
  const segments = pathSegments(path);
  let current = tree;
  for (const segment of segments.slice(0, -1)) {
    const existing = current.get(segment);
    if (existing !== undefined && !(typeof existing === 'object' && 'nested' in existing)) throw pathCollision(path);
    const nested: RuleTree = existing?.nested ?? new Map();
    current.set(segment, { nested });
    current = nested;
  }
  if (current.has(segments.at(-1)!)) throw pathCollision(path);
  current.set(segments.at(-1)!, rule);
}

function pathCollision(path: string): MongoError {
  return new MongoError('Location31249', `Path collision at ${path}`);
}

function project(value: unknown, tree: RuleTree, mode: 'include' | 'exclude', document: Document): unknown {
  if (Array.isArray(value)) {
    const items = mode === 'include' ? value.filter(item => isDocument(item) || Array.isArray(item)) : value;
    return items.map(item => project(item, tree, mode, document));
  }
  if (!isDocument(value)) return value;
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const rule = tree.get(name);
    if (rule === undefined) {
      if (mode === 'exclude') defineField(result, name, value[name]);
    } else if (rule === 'include') defineField(result, name, value[name]);
    else if (rule !== 'exclude') {
      const projected =
        'nested' in rule
          ? projectNested(value[name], rule.nested, mode, document)
          : rule.compute(value[name], document);
      if (projected !== undefined) defineField(result, name, projected);
    }
  }
  for (const [name, rule] of tree) {
    if (typeof rule !== 'object' || Object.hasOwn(value, name)) continue;
    const computed = 'nested' in rule ? computedOnly(rule.nested, document) : rule.compute(undefined, document);
    if (computed !== undefined) defineField(result, name, computed);
  }
  return result;
}

function projectNested(value: unknown, tree: RuleTree, mode: 'include' | 'exclude', document: Document): unknown {
  const isContainer = isDocument(value) || Array.isArray(value);
  if (!isContainer) return mode === 'include' ? computedOnly(tree, document) : value;
  return project(value, tree, mode, document);
}

/** The document that computed fields below a missing field make, or undefined when there are none. */
function computedOnly(tree: RuleTree, document: Document): unknown {
  const result: Record<string, unknown> = {};
  for (const [name, rule] of tree) {
    if (typeof rule !== 'object') continue;
    const value = 'nested' in rule ? computedOnly(rule.nested, document) : rule.compute(undefined, document);
    if (value !== undefined) defineField(result, name, value);
  }
  return Object.keys(result).length > 0 ? result : undefined;
}
