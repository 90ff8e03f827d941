import { MongoError } from '../errors/mongo-error.ts';
import { evaluateExpression } from '../aggregation/expression.ts';
import { isDocument } from '../values/bson-type.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { defineField, pathSegments } from '../values/paths.ts';
import { findOnlyRule } from './find-only-projection.ts';
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

/** What a projection is compiled in. */
export interface ProjectionScope {
  /** The filter of the find or findAndModify; undefined for `$project`, which has no forms of its own for arrays. */
  readonly filter: Document | undefined;
  readonly context: FilterContext;
}

/**
 * Compiles a projection: inclusion or exclusion, expressions and, for find, `$slice`, `$elemMatch`, `$meta` and the positional
 * `.$`. Answers undefined when the projection changes nothing.
 */
export function compileProjection(
  projection: Document | undefined | null,
  scope: ProjectionScope,
): Projection | undefined {
  if (!projection || Object.keys(projection).length === 0) return undefined;
  const draft: ProjectionDraft = { tree: new Map(), mode: undefined, onlyNeutral: true, keepId: undefined };
  for (const [path, rule] of Object.entries(projection)) addRule(draft, path, rule, scope);
  const mode =
    draft.mode ?? (draft.keepId === true && draft.onlyNeutral && draft.tree.size === 0 ? 'include' : 'exclude');
  if (draft.keepId === false) draft.tree.set('_id', 'exclude');
  else if (mode === 'include' && !draft.tree.has('_id')) draft.tree.set('_id', 'include');
  return document => project(document, draft.tree, mode, document) as Document;
}

function addRule(draft: ProjectionDraft, path: string, rule: unknown, scope: ProjectionScope): void {
  const flag = typeof rule === 'boolean' ? rule : isBsonNumber(rule) ? toNumber(rule) !== 0 : undefined;
  const findOnly = scope.filter && findOnlyRule(path, rule, { ...scope, filter: scope.filter });
  if (findOnly) {
    if (findOnly.includes) setMode(draft, 'include', path);
    insert(draft.tree, findOnly.path, { compute: findOnly.compute });
  } else if (flag !== undefined) {
    if (path === '_id') draft.keepId = flag;
    else {
      setMode(draft, flag ? 'include' : 'exclude', path);
      insert(draft.tree, path, flag ? 'include' : 'exclude');
    }
  } else if (isNested(rule)) {
    for (const [name, nested] of Object.entries(rule)) addRule(draft, `${path}.${name}`, nested, scope);
  } else {
    setMode(draft, 'include', path);
    insert(draft.tree, path, { compute: (_value, document) => evaluateExpression(rule, document, scope.context) });
  }
}

/** Whether a rule is a document of rules for the fields below. */
function isNested(rule: unknown): rule is Document {
  if (!isDocument(rule)) return false;
  const [first] = Object.keys(rule);
  if (first === undefined) throw new MongoError('BadValue', 'An empty sub-projection is not a valid value.');
  return !first.startsWith('$');
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
