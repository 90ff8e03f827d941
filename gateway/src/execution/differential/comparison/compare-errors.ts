import type { GraphQLFormattedError } from 'graphql';
import type { Outcome, StockOutcome } from '../runners/outcome.ts';
import type { Comparison } from './comparison.ts';

type Path = readonly (string | number)[];

const codeOf = (error: GraphQLFormattedError) => String(error.extensions?.['code']);
const textOf = (error: GraphQLFormattedError) => `${codeOf(error)}: ${error.message}`;
const keyOf = (error: GraphQLFormattedError) => JSON.stringify([error.path ?? null, textOf(error)]);
const show = (error: GraphQLFormattedError) => `${textOf(error)} at ${JSON.stringify(error.path ?? null)}`;

/**
 * Compares errors by path, code and message, and takes out the known divergences. `fields` says which field of which object stands at
 * a path of the operation.
 */
export function compareErrors(
  stock: StockOutcome,
  engine: Outcome,
  fields: ReadonlyMap<string, string>,
  { differences, divergences }: Comparison,
): void {
  const expected = new Map(stock.errors.map(error => [keyOf(error), error]));
  const actual = new Map(engine.errors.map(error => [keyOf(error), error]));
  if (expected.size < stock.errors.length) divergences.add('repeated errors');
  const missing = [...expected].filter(([key]) => !actual.has(key)).map(([, error]) => error);
  const added = new Map([...actual].filter(([key]) => !expected.has(key)));

  for (const error of missing) {
    const alike = engine.errors.filter(other => textOf(other) === textOf(error));
    if (error.path === undefined && alike.length > 0) {
      divergences.add('places of failed fetches');
    } else if (isMasked(error) && engine.errors.some(other => codeOf(other) === 'DOWNSTREAM_SERVICE_ERROR')) {
      divergences.add('masked failures');
    } else if (error.path !== undefined && alike.some(other => namesItsPlace(other, fields))) {
      divergences.add('paths of entity errors');
      for (const other of alike) if (namesItsPlace(other, fields)) added.delete(keyOf(other));
    } else {
      differences.push(`missing error ${show(error)}`);
    }
  }
  for (const error of added.values()) {
    if (stock.errors.some(other => other.path === undefined && textOf(other) === textOf(error))) {
      divergences.add('places of failed fetches');
    } else if (isOurs(error) && isNullAt(engine.data, error.path)) {
      const hidden = stock.hiddenPaths.some(path => related(path, error.path ?? []));
      divergences.add(hidden ? 'silent nulls' : 'missing entities');
    } else {
      differences.push(`unexpected error ${show(error)}`);
    }
  }
  for (const path of stock.hiddenPaths) {
    // Of several errors that make one object null, one has to be told.
    const place = untilNull(engine.data, path);
    if (engine.errors.some(error => error.path === undefined || related(place, error.path))) continue;
    differences.push(`no error tells of what broke the schema at ${JSON.stringify(path)}`);
  }
  for (const error of engine.errors) {
    if (!namesItsPlace(error, fields)) differences.push(`${show(error)} stands at another object`);
  }
}

/** An error that ours tells where stock is silent. */
const isOurs = (error: GraphQLFormattedError) =>
  codeOf(error) === 'DOWNSTREAM_SERVICE_ERROR' ||
  (codeOf(error) === 'NOT_FOUND' && error.message.startsWith('An entity that is referred to'));

/** An error of the executor itself, which clients see nothing of. */
const isMasked = (error: GraphQLFormattedError) =>
  codeOf(error) === 'INTERNAL_SERVER_ERROR' && error.path === undefined;

/**
 * Whether an error that tells which object it is about stands at that object. At the very field it need not stand: keys are fetched
 * under names that the client gave to other fields.
 */
function namesItsPlace(error: GraphQLFormattedError, fields: ReadonlyMap<string, string>): boolean {
  const fault = /^Fault of (.*)\.\w+$/s.exec(error.message)?.[1];
  const place = fields.get(JSON.stringify(error.path ?? null));
  return fault === undefined || place === undefined || place.startsWith(`${fault}.`);
}

/** Whether a path through data ends at null, on the way to its end or at an object, which may lack some of its fields. */
function isNullAt(data: unknown, path: Path | undefined): boolean {
  if (path === undefined) return true;
  let value = data;
  for (const step of path) {
    if (value === null || value === undefined) return true;
    if (typeof value !== 'object') return false;
    // Keys and required fields are fetched without being answered.
    if (!Object.hasOwn(value, step)) return typeof step === 'string' && !Array.isArray(value);
    value = (value as Record<string | number, unknown>)[step];
  }
  return value === null || value === undefined || typeof value === 'object';
}

/** A path as far as it leads through data. */
function untilNull(data: unknown, path: Path): Path {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (typeof value !== 'object' || value === null) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[step];
  }
  return path;
}

/** Whether one path leads to the other. */
function related(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) if (one[index] !== other[index]) return false;
  return true;
}
