import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { AbstractCompletion } from './abstract.completion.ts';
import type { SelectionScope } from './collect-fields.ts';
import { LeafCompletion } from './leaf.completion.ts';
import { ListCompletion } from './list.completion.ts';
import { ObjectCompletion } from './object.completion.ts';
import type { Path, Run } from './run.ts';
import type { SelectedField } from './selection.ts';

/** Where a value stands while it is being completed. */
export interface Position {
  readonly field: SelectedField;
  readonly path: Path;
  /** The list that it is an item of. */
  readonly list: Position | undefined;
  /** Of the field itself, and made when first asked for: most values need none. */
  info: GraphQLResolveInfo | undefined;
}

/** Turns what a resolver gave into what the answer shows: CompleteValue of the specification, for one type at one place. */
export interface Completion {
  readonly isNonNull: boolean;
  /** For a value that is neither null nor an error. A promise where something under it is one. @throws what makes it impossible. */
  complete(run: Run, position: Position, value: unknown): unknown;
}

/** @throws the error that the value is, or that it must not be null. */
export function completeValue(run: Run, completion: Completion, position: Position, value: unknown): unknown {
  if (value instanceof Error) throw value;
  if (value !== null && value !== undefined) return completion.complete(run, position, value);
  if (!completion.isNonNull) return null;
  const { parentType, name } = position.field;
  throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${name}.`);
}

/** The information that resolvers get, for those who decide about types; items share that of their field. */
export function infoAt(run: Run, position: Position): GraphQLResolveInfo {
  if (position.list !== undefined) return infoAt(run, position.list);
  return (position.info ??= position.field.info(run, position.path));
}

export function compileCompletion(
  scope: SelectionScope,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
): Completion {
  const isNonNull = isNonNullType(type);
  const nullable = isNonNull ? type.ofType : type;
  if (isListType(nullable)) return new ListCompletion(isNonNull, compileCompletion(scope, nullable.ofType, nodes));
  if (isLeafType(nullable)) return new LeafCompletion(isNonNull, nullable);
  if (isObjectType(nullable)) return new ObjectCompletion(isNonNull, scope, nullable, nodes);
  if (isAbstractType(nullable)) return new AbstractCompletion(isNonNull, scope, nullable, nodes);
  throw new Error(`Values of ${String(nullable)} cannot be completed.`);
}
