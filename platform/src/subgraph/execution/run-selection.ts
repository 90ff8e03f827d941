import { completeValue, type Position } from './completion.ts';
import { LeafCompletion } from './leaf.completion.ts';
import { failAt, isPromise, type Path, type Run } from './run.ts';
import type { SelectedField, Selection } from './selection.ts';

type Answer = Record<string, unknown>;

const emptyAnswer = ({ hasPrototypeName }: Selection): Answer =>
  hasPrototypeName ? (Object.create(null) as Answer) : {};

/** Executes fields side by side: a promise of the object where one of them is one. @throws the error of one that must not be null. */
export function runSelection(
  run: Run,
  selection: Selection,
  source: unknown,
  path: Path | undefined,
): Answer | Promise<Answer> {
  const answer = emptyAnswer(selection);
  let pending: Promise<unknown>[] | undefined;
  try {
    for (const field of selection.fields) {
      const value = runField(run, field, source, path);
      // A promise, too, holds the place of its field, so that fields stay in order.
      answer[field.responseName] = value;
      if (isPromise(value)) {
        (pending ??= []).push(value.then(resolved => (answer[field.responseName] = resolved)));
      }
    }
  } catch (error) {
    if (pending === undefined) throw error;
    // What is under way may fail as well, and must not be left without anybody who listens.
    return Promise.all(pending).then(
      () => Promise.reject(error as Error),
      () => Promise.reject(error as Error),
    );
  }
  return pending === undefined ? answer : Promise.all(pending).then(() => answer);
}

/** Executes fields one after the other, as mutations are. */
export async function runSelectionInTurn(run: Run, selection: Selection, source: unknown): Promise<Answer> {
  const answer = emptyAnswer(selection);
  for (const field of selection.fields) answer[field.responseName] = await runField(run, field, source, undefined);
  return answer;
}

function runField(run: Run, field: SelectedField, source: unknown, parentPath: Path | undefined): unknown {
  if (field.isTypename) return field.parentType.name;
  if (field.resolve !== undefined) return resolveField(run, field, source, parentPath);
  let value: unknown;
  try {
    value = readProperty(source, field.name);
  } catch (error) {
    return fail(run, field, pathTo(field, parentPath), error);
  }
  if (typeof value === 'function') return resolveField(run, field, source, parentPath);
  return completeProperty(run, field, value, parentPath);
}

const readProperty = (source: unknown, name: string): unknown =>
  (typeof source === 'object' && source !== null) || typeof source === 'function'
    ? (source as Record<string, unknown>)[name]
    : undefined;

/** What was read needs no resolver; a scalar needs its path only when something is wrong with it. */
function completeProperty(run: Run, field: SelectedField, value: unknown, parentPath: Path | undefined): unknown {
  const { completion } = field;
  if (completion instanceof LeafCompletion && (typeof value !== 'object' || value instanceof Date)) {
    try {
      if (value !== undefined) return completion.complete(run, undefined, value);
    } catch (error) {
      return fail(run, field, pathTo(field, parentPath), error);
    }
  }
  return completeAny(run, { field, path: pathTo(field, parentPath), list: undefined, info: undefined }, value);
}

function resolveField(run: Run, field: SelectedField, source: unknown, parentPath: Path | undefined): unknown {
  const path = pathTo(field, parentPath);
  const position: Position = { field, path, list: undefined, info: field.info(run, path) };
  let value: unknown;
  try {
    value = callResolver(run, position, source);
  } catch (error) {
    return fail(run, field, path, error);
  }
  return completeAny(run, position, value);
}

/** A method of the object serves where there is no resolver. */
function callResolver(run: Run, { field, info }: Position, source: unknown): unknown {
  const values = field.readArguments(run.variables);
  if (field.resolve !== undefined) return field.resolve(source, values, run.contextValue, info!);
  return (source as Record<string, (...inputs: unknown[]) => unknown>)[field.name]!(values, run.contextValue, info);
}

/** Completes the value of a field or the promise of one. */
function completeAny(run: Run, position: Position, value: unknown): unknown {
  if (!isPromise(value)) return complete(run, position, value);
  return value.then(
    resolved => complete(run, position, resolved),
    error => fail(run, position.field, position.path, error),
  );
}

/** Completes the value of a field, failures included. */
function complete(run: Run, position: Position, value: unknown): unknown {
  const { field, path } = position;
  try {
    const completed = completeValue(run, field.completion, position, value);
    return isPromise(completed) ? completed.then(undefined, error => fail(run, field, path, error)) : completed;
  } catch (error) {
    return fail(run, field, path, error);
  }
}

const fail = (run: Run, { nodes, isNonNull }: SelectedField, path: Path, error: unknown): null =>
  failAt(run, { error, path, nodes, isNonNull });

const pathTo = ({ responseName, parentType }: SelectedField, prev: Path | undefined): Path => ({
  prev,
  key: responseName,
  typename: parentType.name,
});
