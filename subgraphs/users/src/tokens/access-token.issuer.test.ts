import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@polyphony/platform/context';
import { verifyAccessToken } from '@polyphony/platform/identity';
import { createLocalJWKSet, decodeProtectedHeader, type JWK } from 'jose';
import { AccessTokenIssuer } from './access-token.issuer.ts';
import { generateSigningJwk, parseSigningKey, type SigningKey } from './signing-key.ts';

const viewer: Viewer = {
  id: 'a'.repeat(24),
  username: 'ann',
  role: 'DEVELOPER',
  isInternal: false,
  dailyQuota: 1000,
  sessionId: 'b'.repeat(24),
};
const published = ({ publicKeys }: SigningKey) => createLocalJWKSet({ keys: publicKeys as JWK[] });
const now = () => new Date();

describe('access tokens', () => {
  it.each([
    ['Ed25519', () => JSON.stringify(generateSigningJwk())],
    [
      'P-256',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ],
  ])('of a key of %s are read back with the published keys', async (_type, make) => {
    const key = await parseSigningKey(make().toString());
    const { token, expiresAt } = await new AccessTokenIssuer(key, now).issue(viewer);
    expect(decodeProtectedHeader(token)).toEqual({ alg: key.algorithm, kid: key.id, typ: 'JWT' });
    await expect(verifyAccessToken(token, published(key))).resolves.toEqual({ viewer, expiresAt });
  });

  it('live for 15 minutes', async () => {
    const key = await parseSigningKey(JSON.stringify(generateSigningJwk()));
    const issuer = (secondsAgo: number) => new AccessTokenIssuer(key, () => new Date(Date.now() - secondsAgo * 1000));
    const fresh = await issuer(14 * 60 + 50).issue(viewer);
    const stale = await issuer(15 * 60 + 1).issue(viewer);
    await expect(verifyAccessToken(fresh.token, published(key))).resolves.toMatchObject({ viewer: { id: viewer.id } });
    await expect(verifyAccessToken(stale.token, published(key))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are accepted after a rotation while their key is still published, and not from a stranger', async () => {
    const [older, newer] = [generateSigningJwk(), generateSigningJwk()];
    const before = await parseSigningKey(JSON.stringify(older));
    const after = await parseSigningKey(JSON.stringify({ keys: [newer, older] }));
    const { token } = await new AccessTokenIssuer(before, now).issue(viewer);
    await expect(verifyAccessToken(token, published(after))).resolves.toMatchObject({ viewer: { id: viewer.id } });
    const stranger = await parseSigningKey(JSON.stringify(newer));
    await expect(verifyAccessToken(token, published(stranger))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
