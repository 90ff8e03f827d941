import type { GraphQLFormattedError } from 'graphql';

/** Internals of subgraphs that clients are not told. */
const hidden = new Set(['serviceName', 'stacktrace', 'exception']);

/** Most errors that one response tells. */
export const maxErrors = 200;

/** A subgraph's error as clients see it: at the place in the whole response, with a code. */
export function formatSubgraphError(
  error: unknown,
  path: readonly (string | number)[] | undefined,
): GraphQLFormattedError {
  const { message, extensions } = (typeof error === 'object' && error !== null ? error : {}) as {
    message?: unknown;
    extensions?: unknown;
  };
  const told =
    typeof extensions === 'object' && extensions !== null
      ? Object.entries(extensions).filter(([name]) => !hidden.has(name))
      : [];
  return {
    message: typeof message === 'string' && message !== '' ? message : 'A subgraph reported an error.',
    ...(path !== undefined && { path }),
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...Object.fromEntries(told) },
  };
}

/** Where in its own answer a subgraph says that an error happened. */
export function errorPath(error: unknown): readonly (string | number)[] | undefined {
  const path = (error as { path?: unknown } | null)?.path;
  return Array.isArray(path) && path.every(part => typeof part === 'string' || typeof part === 'number')
    ? path
    : undefined;
}

/** Whether an error that was told explains a null at a path: it happened there, above or below, or does not say where. */
export function explains(error: GraphQLFormattedError, path: readonly (string | number)[]): boolean {
  const { path: place } = error;
  if (place === undefined) return true;
  const length = Math.min(place.length, path.length);
  for (let index = 0; index < length; index++) if (place[index] !== path[index]) return false;
  return true;
}
