import { describe, expect, it } from '@jest/globals';
import {
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type JWTPayload,
} from 'jose';
import { accessTokens, verifyAccessToken } from './access-token.ts';
import { createIdentitySigner } from './signed-identity.ts';

const claims = { username: 'ada', role: 'USER', isInternal: false, dailyQuota: 10, sessionId: 's1' };
const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'EdDSA' }] });
const inAMinute = () => Math.floor(Date.now() / 1000) + 60;

/** A good token, but for what is given. */
function sign(payload: JWTPayload, key: Parameters<SignJWT['sign']>[0] = privateKey, alg = 'EdDSA'): Promise<string> {
  const good = { ...claims, sub: 'u1', iss: accessTokens.issuer, aud: accessTokens.audience, exp: inAMinute() };
  return new SignJWT({ ...good, ...payload }).setProtectedHeader({ alg, kid: 'k' }).sign(key);
}

describe('an access token', () => {
  it('names its viewer', async () => {
    const { viewer } = await verifyAccessToken(await sign({}), keys);
    expect(viewer).toEqual({ id: 'u1', ...claims });
  });

  it.each<[string, () => Promise<string> | string]>([
    ['of another issuer', () => sign({ iss: 'somebody' })],
    ['for another audience', () => sign({ aud: 'polyphony-services' })],
    ['that has expired', () => sign({ exp: inAMinute() - 61 })],
    ['that never expires', () => sign({ exp: undefined })],
    ['of nobody', () => sign({ sub: undefined })],
    ['with a role that there is not', () => sign({ role: 'ROOT' })],
    ['signed with nothing', () => new UnsecuredJWT({ ...claims, sub: 'u1', exp: inAMinute() }).encode()],
    ['signed with the public key as a secret', async () => sign({}, Buffer.from(await exportSPKI(publicKey)), 'HS256')],
    ['of another key under the same name', async () => sign({}, (await generateKeyPair('EdDSA')).privateKey)],
    [
      'that is a signed identity',
      () => createIdentitySigner([{ id: 'k', secret: new Uint8Array(32) }]).sign({ caller: 'gateway', viewer: null }),
    ],
    ['that is no token', () => 'a.b.c'],
  ])('%s is refused', async (_what, make) => {
    await expect(verifyAccessToken(await make(), keys)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
