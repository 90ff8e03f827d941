import type { GraphQLFormattedError } from 'graphql';

export type ResponsePath = readonly (string | number)[];

/** Most errors that one response tells. */
export const maxErrors = 200;

/** Internals of subgraphs that clients are not told. */
const hidden = new Set(['serviceName', 'stacktrace', 'exception']);

/** Of a subgraph's error, in characters: each may be told at many places. */
const maxMessageLength = 5000;
const maxExtensionsLength = 5000;
/** Of its path, in parts and in characters of a part. */
const maxPathLength = 100;
const maxPathPartLength = 200;

/** A subgraph's error as clients see it: at the place in the whole response, with a code. */
export function formatSubgraphError(error: unknown, path: ResponsePath | undefined): GraphQLFormattedError {
  const { message, extensions } = (typeof error === 'object' && error !== null ? error : {}) as {
    message?: unknown;
    extensions?: unknown;
  };
  return {
    message:
      typeof message === 'string' && message !== ''
        ? message.slice(0, maxMessageLength)
        : 'A subgraph reported an error.',
    ...(path !== undefined && { path }),
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...toldExtensions(extensions) },
  };
}

function toldExtensions(extensions: unknown): Record<string, unknown> {
  if (typeof extensions !== 'object' || extensions === null) return {};
  const told = Object.fromEntries(Object.entries(extensions).filter(([name]) => !hidden.has(name)));
  const { code } = told;
  try {
    if (JSON.stringify(told).length <= maxExtensionsLength) return told;
  } catch {
    // Nested deeper than can be written.
  }
  return typeof code === 'string' && code.length <= maxPathPartLength ? { code } : {};
}

/** The code that a subgraph gave to the first of its errors. */
export function firstCode([first]: readonly unknown[]): string {
  const code = (first as { extensions?: { code?: unknown } | null } | null)?.extensions?.code;
  return typeof code === 'string' ? code.slice(0, maxPathPartLength) : 'UNKNOWN';
}

/** Where in its own answer a subgraph says that an error happened. */
export function errorPath(error: unknown): ResponsePath | undefined {
  const path = (error as { path?: unknown } | null)?.path;
  const isPart = (part: unknown) =>
    typeof part === 'number' || (typeof part === 'string' && part.length <= maxPathPartLength);
  return Array.isArray(path) && path.length <= maxPathLength && path.every(isPart) ? (path as ResponsePath) : undefined;
}
