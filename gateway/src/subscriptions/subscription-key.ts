import { createHash } from 'node:crypto';
import type { RequestContext } from '@polyphony/platform/context';
import type { SubgraphRequest } from '@polyphony/platform/subgraph';

/**
 * Subscriptions of one subgraph with the same key cannot be told apart by the subgraph: the same text and variables, for the same viewer in the same
 * session, from the same address and program. Everything a subgraph is told is in it, but for the id of the request.
 */
export function subscriptionKey(
  { query, operationName, variables }: SubgraphRequest,
  { viewer, clientAddress, userAgent }: RequestContext,
): string {
  const told = [query, operationName ?? null, variables ?? null, viewer, clientAddress, userAgent];
  return createHash('sha256').update(JSON.stringify(told)).digest('base64');
}
