import { randomBytes } from 'node:crypto';
import { hashToken, randomToken } from '../tokens/random-token.ts';

/** 32 characters, so that five bits of each random byte pick one without bias. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const prefixLength = 12;
const pattern = new RegExp(`^poly_[${alphabet}]{${prefixLength}}_[A-Za-z0-9_-]{43}$`);

export interface ApiKeySecret {
  /** `poly_` and 12 characters: not secret. */
  prefix: string;
  /** The prefix, `_`, and 256 random bits. */
  secret: string;
  hash: string;
}

export function generateApiKeySecret(): ApiKeySecret {
  const name = Array.from(randomBytes(prefixLength), byte => alphabet[byte % alphabet.length]).join('');
  const prefix = `poly_${name}`;
  const secret = `${prefix}_${randomToken()}`;
  return { prefix, secret, hash: hashToken(secret) };
}

/** The hash by which a secret is found, or null for text that is no API key. */
export function hashApiKeySecret(secret: string): string | null {
  return pattern.test(secret) ? hashToken(secret) : null;
}
