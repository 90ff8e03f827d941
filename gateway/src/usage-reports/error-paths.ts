import type { IPathErrorStats } from '@apollo/usage-reporting-protobuf';
import type { GraphQLFormattedError } from 'graphql';

/** Counts of errors at one place of answers, and below it. */
export interface ErrorPaths extends IPathErrorStats {
  children: Record<string, ErrorPaths>;
  errorsCount: number;
  requestsWithErrorsCount: number;
}

export function createErrorPaths(): ErrorPaths {
  return { children: Object.create(null) as Record<string, ErrorPaths>, errorsCount: 0, requestsWithErrorsCount: 0 };
}

/**
 * Counts the errors of one answer, each at its path; positions in lists are left out. Below a place that has `maxChildren` already,
 * errors are counted at the place itself.
 */
export function countErrors(root: ErrorPaths, errors: readonly GraphQLFormattedError[], maxChildren = 200): void {
  const places = new Set<ErrorPaths>();
  for (const { path = [] } of errors) {
    let place = root;
    for (const step of path) {
      if (typeof step !== 'string') continue;
      const known = place.children[step];
      if (known === undefined && Object.keys(place.children).length >= maxChildren) break;
      place = place.children[step] = known ?? createErrorPaths();
    }
    place.errorsCount += 1;
    places.add(place);
  }
  for (const place of places) place.requestsWithErrorsCount += 1;
}
