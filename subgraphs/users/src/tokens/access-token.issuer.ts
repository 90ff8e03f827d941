import type { Viewer } from '@polyphony/platform/context';
import { accessTokenClaims, accessTokens } from '@polyphony/platform/identity';
import { SignJWT } from 'jose';
import type { SigningKey } from './signing-key.ts';

export interface AccessToken {
  token: string;
  expiresAt: Date;
}

/** Signs the access tokens that the gateway verifies with our published keys. */
export class AccessTokenIssuer {
  readonly #key: SigningKey;
  readonly #now: () => Date;

  constructor(key: SigningKey, now: () => Date) {
    this.#key = key;
    this.#now = now;
  }

  async issue(viewer: Viewer): Promise<AccessToken> {
    const issuedAt = Math.floor(this.#now().getTime() / 1000);
    const expiresAt = issuedAt + accessTokens.lifetimeSeconds;
    const token = await new SignJWT({ ...accessTokenClaims(viewer) })
      .setProtectedHeader({ alg: this.#key.algorithm, kid: this.#key.id, typ: 'JWT' })
      .setSubject(viewer.id)
      .setIssuer(accessTokens.issuer)
      .setAudience(accessTokens.audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.#key.privateKey);
    return { token, expiresAt: new Date(expiresAt * 1000) };
  }
}
