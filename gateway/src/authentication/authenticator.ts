import type { Cache } from '@polyphony/platform/cache';
import type { Viewer } from '@polyphony/platform/context';
import { UnauthenticatedError } from '@polyphony/platform/errors';
import { revokedSessionKey } from '@polyphony/platform/identity';
import type { ApiKeyAuthenticator } from './api-key.authenticator.ts';
import type { Credential } from './credentials.ts';
import type { KeySet } from './key-set.ts';
import { createTokenVerifier } from './verified-tokens.ts';

/** Who a client turned out to be. */
export interface Authentication {
  /** null: anonymous. */
  readonly viewer: Viewer | null;
  /** When the credential stops being valid; null when it does not. */
  readonly expiresAt: Date | null;
}

export const anonymous: Authentication = { viewer: null, expiresAt: null };

export interface Authenticator {
  /**
   * @throws UnauthenticatedError when the credential is malformed, expired, revoked or unknown; DownstreamServiceError when that
   * cannot be found out.
   */
  authenticate(credential: Credential | null, context: { requestId: string }): Promise<Authentication>;
}

export interface AuthenticatorOptions {
  keySet: KeySet;
  apiKeys: ApiKeyAuthenticator;
  /** Where the users service marks sessions that were logged out. */
  cache: Cache;
}

export function createAuthenticator({ keySet, apiKeys, cache }: AuthenticatorOptions): Authenticator {
  const verify = createTokenVerifier(keySet);
  return {
    async authenticate(credential, context) {
      if (credential === null) return anonymous;
      if (credential.kind === 'apiKey') {
        return { viewer: await apiKeys.authenticate(credential.secret, context), expiresAt: null };
      }
      const { viewer, expiresAt } = await verify(credential.token);
      if (viewer.sessionId !== undefined && (await cache.get(revokedSessionKey(viewer.sessionId))) !== null) {
        throw new UnauthenticatedError('This session was logged out.');
      }
      return { viewer, expiresAt };
    },
  };
}
