import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';

export type SigningAlgorithm = 'EdDSA' | 'ES256';

/** The key that signs access tokens, and the public keys that verify them. */
export interface SigningKey {
  /** Names the key in a token's header: the thumbprint of RFC 7638. */
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  /** This key's public half first, then those of keys that signed before and whose tokens are still accepted. */
  readonly publicKeys: readonly JWK[];
}

/** A new Ed25519 key as a private JWK. */
export function generateSigningJwk(): JWK {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
}

/**
 * Reads a signing key from text: a private key as PEM (PKCS #8), as JWK, or as a JWK set whose first key signs while the others,
 * private or public, only verify.
 * @throws Error when there is no private Ed25519 or P-256 key in it
 */
export async function parseSigningKey(text: string): Promise<SigningKey> {
  const [current, ...older] = readKeys(text);
  if (current === undefined || current.type !== 'private')
    throw new Error('The first signing key must be a private key.');
  const published = await Promise.all([current, ...older].map(publish));
  const [own] = published;
  return {
    id: own?.kid ?? '',
    algorithm: algorithmOf(current),
    privateKey: current,
    publicKeys: published,
  };
}

/** The private or public keys that a text holds, in its order. */
function readKeys(text: string): KeyObject[] {
  // In an environment variable, line breaks often arrive as \n.
  if (text.trimStart().startsWith('-----BEGIN')) return [createPrivateKey(text.replaceAll(String.raw`\n`, '\n'))];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The text is a secret, so no part of it may show up in an error.
    throw new Error('The signing key is neither PEM nor JSON.');
  }
  const keys = isJwkSet(parsed) ? parsed.keys : [parsed as JWK];
  return keys.map(jwk => {
    const key = { key: jwk as JsonWebKey, format: 'jwk' } as const;
    return jwk.d === undefined ? createPublicKey(key) : createPrivateKey(key);
  });
}

const isJwkSet = (value: unknown): value is { keys: JWK[] } =>
  typeof value === 'object' && value !== null && Array.isArray((value as { keys?: unknown }).keys);

async function publish(key: KeyObject): Promise<JWK> {
  const algorithm = algorithmOf(key);
  const half = key.type === 'public' ? key : createPublicKey(key);
  const jwk = half.export({ format: 'jwk' }) as JWK;
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: algorithm, use: 'sig' };
}

function algorithmOf(key: KeyObject): SigningAlgorithm {
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  throw new Error('A signing key is an Ed25519 or a P-256 key.');
}
