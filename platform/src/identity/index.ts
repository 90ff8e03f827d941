export {
  accessTokenClaims,
  accessTokens,
  revokedSessionKey,
  revokedSessionSeconds,
  verifyAccessToken,
} from './access-token.ts';
export { sessionEnded, type SessionEnded } from './session-ended.ts';
export {
  createIdentitySigner,
  identityHeader,
  identityLifetimeSeconds,
  parseIdentityKeys,
  type Identity,
  type IdentityKey,
  type IdentityPurpose,
  type IdentitySigner,
} from './signed-identity.ts';
