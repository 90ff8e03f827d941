import type { RequestContext } from '@polyphony/platform/context';
import { addressGroup } from './address-group.ts';

/** By what a client is counted and limited: its viewer, or its address where nobody is logged in. */
export function clientName({ viewer, clientAddress }: Pick<RequestContext, 'viewer' | 'clientAddress'>): string {
  return viewer === null ? `address:${addressGroup(clientAddress ?? 'unknown')}` : `viewer:${viewer.id}`;
}
