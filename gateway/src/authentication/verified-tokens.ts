import { hash } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { LRUCache } from 'lru-cache';
import { verifyAccessToken } from '@polyphony/platform/identity';
import type { KeySet } from './key-set.ts';

export type VerifiedToken = Readonly<Awaited<ReturnType<typeof verifyAccessToken>>>;

/**
 * Verifies access tokens once: checking a signature costs more than all else that happens to a request on its way in. A token is
 * believed until it expires or the published keys change; it is remembered by its hash, refusals are not. Whether its session was
 * logged out is for the caller to look up each time.
 * @throws UnauthenticatedError, or what fetching the keys throws when there are none yet.
 */
export function createTokenVerifier(keySet: KeySet): (token: string) => Promise<VerifiedToken> {
  const verified = new LRUCache<string, VerifiedToken>({ max: 10_000 });
  let verifiedWith: JSONWebKeySet | undefined;
  return async token => {
    // First of all the keys: a users service that is down must not look like a bad token.
    const keys = await keySet.current();
    if (keys !== verifiedWith) {
      verified.clear();
      verifiedWith = keys;
    }
    const key = hash('sha256', token, 'base64');
    const known = verified.get(key);
    if (known !== undefined && known.expiresAt.getTime() > Date.now()) return known;
    const answer = await verifyAccessToken(token, keySet.getKey);
    Object.freeze(answer.viewer);
    if (verifiedWith === keys) verified.set(key, answer);
    return answer;
  };
}
