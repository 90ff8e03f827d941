import { LRUCache } from 'lru-cache';
import type { RequestContext } from '@polyphony/platform/context';
import { identityLifetimeSeconds, type IdentitySigner } from '@polyphony/platform/identity';
import type { SharedFetch } from './shared-fetch.ts';

/** For whom a fetch is made. */
export interface CallerIdentity {
  /** Signed; tells the subgraph of viewer, address and user agent. */
  readonly token: string;
  /** Queries on their way for exactly this identity, by their bodies. */
  readonly inFlight: Map<string, SharedFetch>;
  /** When the token should not be used any more, on the clock of `Date.now()`. */
  readonly renewAt: number;
}

/** Signs who is asking once in a while rather than for every fetch. */
export interface CallerIdentities {
  of(context: RequestContext): CallerIdentity;
}

/** Half of a token's life is left for fetches that have to wait before they are sent. */
const usedForMs = (identityLifetimeSeconds * 1000) / 2;

/**
 * A token holds all that a subgraph knows of the caller but for the request's id, which travels beside it in plain since it proves
 * nothing. Sharing within one identity therefore never shows one caller what another asked for.
 */
export function createCallerIdentities(signer: IdentitySigner): CallerIdentities {
  const latest = new LRUCache<string, CallerIdentity>({ max: 5000 });
  return {
    of({ viewer, clientAddress, userAgent }) {
      const key = JSON.stringify([viewer, clientAddress, userAgent]);
      const now = Date.now();
      const known = latest.get(key);
      if (known !== undefined && known.renewAt > now) return known;
      const token = signer.sign({ caller: 'gateway', viewer, clientAddress, userAgent });
      const identity = { token, inFlight: known?.inFlight ?? new Map<string, SharedFetch>(), renewAt: now + usedForMs };
      latest.set(key, identity);
      return identity;
    },
  };
}
