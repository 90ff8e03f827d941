import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';
import type { Viewer } from '@polyphony/platform/context';
import { accessTokenClaims, accessTokens } from '@polyphony/platform/identity';

/** Signs access tokens as the users service does. */
export interface TestKeys {
  published(): JSONWebKeySet;
  /** Lives 15 minutes when not said otherwise. */
  token(viewer: Viewer, lifetimeSeconds?: number): Promise<string>;
  /** Puts a new signing key beside the old ones. */
  rotate(): Promise<void>;
}

export async function createTestKeys(): Promise<TestKeys> {
  const pairs: { kid: string; privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']; jwk: object }[] =
    [];
  const add = async () => {
    const kid = `key-${pairs.length + 1}`;
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    pairs.push({ kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' } });
  };
  await add();
  return {
    published: () => ({ keys: pairs.map(({ jwk }) => jwk) }),
    rotate: add,
    token(viewer, lifetimeSeconds = accessTokens.lifetimeSeconds) {
      const { kid, privateKey } = pairs.at(-1)!;
      const now = Date.now() / 1000;
      return new SignJWT({ ...accessTokenClaims(viewer) })
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .setSubject(viewer.id)
        .setIssuer(accessTokens.issuer)
        .setAudience(accessTokens.audience)
        .setIssuedAt(Math.floor(now))
        .setExpirationTime(Math.ceil(now + lifetimeSeconds))
        .sign(privateKey);
    },
  };
}
