import { createHash, createHmac, randomBytes } from 'node:crypto';

const pattern = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits as base64url: 43 characters. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** Whether a text could be one of ours. */
export const isToken = (text: string): boolean => pattern.test(text);

/** What is stored of a token. A plain hash is enough for a secret that cannot be guessed. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The token that follows `token`: 256 bits that only somebody with both the token and the stored nonce can compute. */
export const successorToken = (token: string, nonce: string): string =>
  createHmac('sha256', nonce).update(token).digest('base64url');
