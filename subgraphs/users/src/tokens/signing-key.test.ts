import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { generateSigningJwk, parseSigningKey } from './signing-key.ts';

const ed25519 = () => generateKeyPairSync('ed25519').privateKey;
const pem = (key = ed25519()) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('signing keys', () => {
  it.each([
    ['PEM', () => pem()],
    ['PEM on one line', () => pem().replaceAll('\n', String.raw`\n`)],
    ['a JWK', () => JSON.stringify(generateSigningJwk())],
    ['a JWK set', () => JSON.stringify({ keys: [generateSigningJwk()] })],
  ])('are read from %s', async (_format, make) => {
    const key = await parseSigningKey(make());
    expect(key).toMatchObject({ algorithm: 'EdDSA', id: expect.stringMatching(/^[\w-]{43}$/) });
    expect(key.publicKeys).toEqual([
      { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: key.id, alg: 'EdDSA', use: 'sig' },
    ]);
  });

  it('may be of P-256', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = await parseSigningKey(pem(privateKey));
    expect(key.algorithm).toBe('ES256');
    expect(key.publicKeys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256' });
  });

  it('keep the same id wherever they are read', async () => {
    const text = pem();
    expect((await parseSigningKey(text)).id).toBe((await parseSigningKey(text)).id);
  });

  it('publish older keys, without anything private', async () => {
    const [current, older] = [generateSigningJwk(), generateSigningJwk()];
    const { d: _private, ...publicHalf } = generateSigningJwk();
    const key = await parseSigningKey(JSON.stringify({ keys: [current, older, publicHalf] }));
    expect(key.publicKeys.map(({ x }) => x)).toEqual([current.x, older.x, publicHalf.x]);
    expect(JSON.stringify(key.publicKeys)).not.toContain('"d"');
  });

  it.each([
    ['RSA', () => pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)],
    ['another curve', () => pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey)],
    ['a public key alone', () => JSON.stringify({ ...generateSigningJwk(), d: undefined })],
    ['an empty set', () => '{"keys":[]}'],
  ])('refuse %s', async (_what, make) => {
    await expect(parseSigningKey(make())).rejects.toThrow(/key/);
  });

  it('never repeat a malformed secret in an error', async () => {
    await expect(parseSigningKey('not-a-key-but-secret')).rejects.toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});
