import { createHmac } from 'node:crypto';
import { jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { viewerSchema } from '../context/index.ts';
import { UnauthenticatedError } from '../errors/index.ts';

/** The header that carries who is asking from the gateway, or from one service to another. */
export const identityHeader = 'x-polyphony-identity';

/** How long a signed identity may be used, in seconds: a fetch takes less, a replay gets little. */
export const identityLifetimeSeconds = 30;
/** How far the clocks of our processes may be apart, in seconds. */
const clockToleranceSeconds = 5;
const issuer = 'polyphony';
const audience = { graph: 'polyphony-services', procedures: 'polyphony-procedures' } as const;

/** What an identity may be used for: one that goes with a viewer's operation opens no procedures, and the other way round. */
export type IdentityPurpose = keyof typeof audience;

const claimsSchema = z.object({
  /** Which service made the call. */
  caller: z.string(),
  viewer: viewerSchema.nullable(),
  /** Where the same token does not serve several requests; otherwise the id travels beside it. It proves nothing: it labels logs. */
  requestId: z.string().optional(),
  clientAddress: z.string().optional(),
  userAgent: z.string().optional(),
});
export type Identity = z.infer<typeof claimsSchema>;

export interface IdentitySigner {
  /** For `graph` when not told. */
  sign(identity: Identity, purpose?: IdentityPurpose): string;
  /** The identity is shared by all who bring the same token, and frozen. @throws UnauthenticatedError when the token is missing, expired, for another purpose, or not signed by one of our keys. */
  verify(token: string | undefined, purpose?: IdentityPurpose): Promise<Identity>;
}

/** Secrets shared by the processes of one installation. The first signs; all verify, so a new one can be put in front. */
export interface IdentityKey {
  id: string;
  secret: Uint8Array;
}

/** Reads `id:base64secret,id:base64secret`. @throws Error when a secret has under 32 bytes. */
export function parseIdentityKeys(text: string): IdentityKey[] {
  return text.split(',').map(part => {
    const [id = '', encoded = ''] = part.trim().split(':');
    const secret = Buffer.from(encoded, 'base64');
    if (id === '' || secret.length < 32)
      throw new Error('An identity key is "name:secret", the secret 32 bytes or more in base64.');
    return { id, secret };
  });
}

/** Signs and verifies identities with HMAC-SHA256 JWTs, which only our own processes can make and read. */
export function createIdentitySigner(keys: IdentityKey[]): IdentitySigner {
  const [current] = keys;
  if (current === undefined) throw new Error('At least one identity key is needed.');
  const secretById = new Map(keys.map(key => [key.id, key.secret]));
  const header = encode({ alg: 'HS256', kid: current.id });
  // One viewer's fetches carry one token for seconds, and verifying costs more than many a query.
  const verified = new LRUCache<string, VerifiedIdentity>({ max: 5000 });

  async function verifyAnew(token: string, purpose: IdentityPurpose): Promise<VerifiedIdentity> {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const secret = secretById.get(kid ?? '');
        if (secret === undefined) throw new Error('unknown key');
        return secret;
      },
      {
        issuer,
        audience: audience[purpose],
        algorithms: ['HS256'],
        requiredClaims: ['exp'],
        clockTolerance: clockToleranceSeconds,
      },
    );
    const identity = claimsSchema.parse(payload);
    Object.freeze(identity.viewer);
    return { identity: Object.freeze(identity), purpose, expiresAt: payload.exp ?? 0 };
  }

  return {
    sign(identity, purpose = 'graph') {
      const now = secondsNow();
      const claims = { ...identity, iss: issuer, aud: audience[purpose], iat: now, exp: now + identityLifetimeSeconds };
      const content = `${header}.${encode(claims)}`;
      return `${content}.${createHmac('sha256', current.secret).update(content).digest('base64url')}`;
    },
    async verify(token, purpose = 'graph') {
      if (token === undefined || token === '') throw new UnauthenticatedError('The caller did not identify itself.');
      const known = verified.get(token);
      // What is not known to be good is looked at anew: it is an error, and errors are rare.
      if (known?.purpose === purpose && known.expiresAt + clockToleranceSeconds > secondsNow()) return known.identity;
      try {
        const fresh = await verifyAnew(token, purpose);
        verified.set(token, fresh);
        return fresh.identity;
      } catch (error) {
        throw new UnauthenticatedError('The caller could not be identified.', error);
      }
    },
  };
}

interface VerifiedIdentity {
  readonly identity: Identity;
  readonly purpose: IdentityPurpose;
  /** In seconds since 1970. */
  readonly expiresAt: number;
}

const secondsNow = () => Math.floor(Date.now() / 1000);

/** A part of a JWT, as RFC 7515 encodes it. */
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
