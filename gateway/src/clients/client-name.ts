import type { RequestContext } from '@polyphony/platform/context';

/** By what a client is counted and limited: its viewer, or its address where nobody is logged in. */
export function clientName({ viewer, clientAddress }: Pick<RequestContext, 'viewer' | 'clientAddress'>): string {
  return viewer === null ? `address:${clientAddress ?? 'unknown'}` : `viewer:${viewer.id}`;
}
