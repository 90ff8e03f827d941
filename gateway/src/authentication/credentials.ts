import type { IncomingHttpHeaders } from 'node:http';
import { UnauthenticatedError } from '@polyphony/platform/errors';

/** What a client shows to say who it is. */
export type Credential = { kind: 'token'; token: string } | { kind: 'apiKey'; secret: string };

const maxLength = 8192;

/** `readCredential` for headers, whose names are lower-case already. @throws UnauthenticatedError. */
export function readHeaderCredential(headers: IncomingHttpHeaders): Credential | null {
  const { authorization } = headers;
  if (isGiven(authorization)) return readAuthorization(text(authorization));
  const apiKey = headers['x-api-key'] ?? headers['apikey'];
  return isGiven(apiKey) ? { kind: 'apiKey', secret: text(apiKey) } : null;
}

/**
 * Reads `Authorization: Bearer <token>`, `Authorization: ApiKey <key>` or `x-api-key`, from headers or from the payload of a
 * socket's `connection_init` (where `apiKey` is accepted too). Names are case-insensitive.
 * @returns null when there is none: the client is anonymous.
 * @throws UnauthenticatedError when there is one that cannot be read.
 */
export function readCredential(source: Readonly<Record<string, unknown>>): Credential | null {
  let authorization: unknown;
  let apiKey: unknown;
  for (const [name, value] of Object.entries(source)) {
    const lower = name.toLowerCase();
    if (lower === 'authorization') authorization = value;
    if (lower === 'x-api-key' || lower === 'apikey') apiKey = value;
  }
  if (isGiven(authorization)) return readAuthorization(text(authorization));
  if (isGiven(apiKey)) return { kind: 'apiKey', secret: text(apiKey) };
  return null;
}

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';

function text(value: unknown): string {
  if (typeof value === 'string' && value.length <= maxLength) return value.trim();
  throw new UnauthenticatedError('The credentials are malformed.');
}

function readAuthorization(value: string): Credential {
  const [, scheme = '', credential = ''] = /^(\S+)\s+(\S+)$/.exec(value) ?? [];
  if (scheme.toLowerCase() === 'bearer') return { kind: 'token', token: credential };
  if (scheme.toLowerCase() === 'apikey') return { kind: 'apiKey', secret: credential };
  throw new UnauthenticatedError('The authorization must be "Bearer <token>" or "ApiKey <key>".');
}
