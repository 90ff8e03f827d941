import {
  locatedError,
  responsePathAsArray,
  type GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

export type Path = GraphQLResolveInfo['path'];
export type Variables = Readonly<Record<string, unknown>>;

/** One execution of an operation: what all of its fields share. */
export interface Run {
  readonly schema: GraphQLSchema;
  readonly fragments: GraphQLResolveInfo['fragments'];
  readonly operation: OperationDefinitionNode;
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  readonly variables: Variables;
  readonly errors: FieldErrors;
}

/** The errors of one execution. As in graphql-js, what fails under a position that is null already is not told. */
export class FieldErrors {
  readonly errors: GraphQLError[] = [];
  private readonly nulled = new Set<Path | undefined>();

  add(error: GraphQLError, path: Path | undefined): void {
    for (let at = path; at !== undefined; at = at.prev) if (this.nulled.has(at)) return;
    if (this.nulled.has(undefined)) return;
    this.nulled.add(path);
    this.errors.push(error);
  }
}

/** What becomes of a position whose value could not be had: null and an error, or, where null is not allowed, the error goes up. */
export function failAt(
  run: Run,
  {
    error,
    path,
    nodes,
    isNonNull,
  }: { error: unknown; path: Path; nodes: GraphQLResolveInfo['fieldNodes']; isNonNull: boolean },
): null {
  const located = locatedError(error, nodes, responsePathAsArray(path));
  if (isNonNull) throw located;
  run.errors.add(located, path);
  return null;
}

export const isPromise = (value: unknown): value is Promise<unknown> =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  typeof (value as { then?: unknown }).then === 'function';
