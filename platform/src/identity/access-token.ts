import { jwtVerify, type JWTVerifyGetKey } from 'jose';
import { viewerSchema, type Viewer } from '../context/index.ts';
import { UnauthenticatedError } from '../errors/index.ts';

/** What the users service puts into access tokens and the gateway reads from them. */
export const accessTokens = { issuer: 'polyphony', audience: 'polyphony-api', lifetimeSeconds: 15 * 60 } as const;

/** The claims of an access token; its subject is the viewer's id. */
export function accessTokenClaims({
  id: _subject,
  apiKeyId: _apiKey,
  ...claims
}: Viewer): Omit<Viewer, 'id' | 'apiKeyId'> {
  return claims;
}

/**
 * Reads an access token (JWT, EdDSA or ES256) with the published keys.
 * @returns the viewer and the moment at which the token expires
 * @throws UnauthenticatedError for anything but a valid, current token of ours.
 */
export async function verifyAccessToken(
  token: string,
  keys: JWTVerifyGetKey,
): Promise<{ viewer: Viewer; expiresAt: Date }> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: accessTokens.issuer,
      audience: accessTokens.audience,
      algorithms: ['EdDSA', 'ES256'],
      requiredClaims: ['sub', 'exp'],
    });
    return {
      viewer: viewerSchema.parse({ ...payload, id: payload.sub }),
      expiresAt: new Date((payload.exp ?? 0) * 1000),
    };
  } catch (error) {
    throw new UnauthenticatedError('The access token is expired or not valid.', error);
  }
}

/** The cache key under which a session that was logged out stays marked until its last access token has expired. */
export const revokedSessionKey = (sessionId: string) => `revoked-session:${sessionId}`;

/**
 * How long the mark stays, in seconds: a token that was being issued at that moment, or is read by a process whose clock is behind,
 * must not outlive it.
 */
export const revokedSessionSeconds = accessTokens.lifetimeSeconds + 60;
