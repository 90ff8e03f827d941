import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { viewerSchema } from '../context/index.ts';
import { UnauthenticatedError } from '../errors/index.ts';

/** The header that carries who is asking from the gateway, or from one service to another. */
export const identityHeader = 'x-polyphony-identity';

/** How long a signed identity may be used, in seconds: a fetch takes less, a replay gets little. */
const lifetimeSeconds = 30;
const issuer = 'polyphony';
const audience = { graph: 'polyphony-services', procedures: 'polyphony-procedures' } as const;

/** What an identity may be used for: one that goes with a viewer's operation opens no procedures, and the other way round. */
export type IdentityPurpose = keyof typeof audience;

const claimsSchema = z.object({
  /** Which service made the call. */
  caller: z.string(),
  viewer: viewerSchema.nullable(),
  requestId: z.string().optional(),
  clientAddress: z.string().optional(),
  userAgent: z.string().optional(),
});
export type Identity = z.infer<typeof claimsSchema>;

export interface IdentitySigner {
  /** For `graph` when not told. */
  sign(identity: Identity, purpose?: IdentityPurpose): Promise<string>;
  /** @throws UnauthenticatedError when the token is missing, expired, for another purpose, or not signed by one of our keys. */
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
  return {
    sign: (identity, purpose = 'graph') =>
      new SignJWT({ ...identity })
        .setProtectedHeader({ alg: 'HS256', kid: current.id })
        .setIssuer(issuer)
        .setAudience(audience[purpose])
        .setIssuedAt()
        .setExpirationTime(`${lifetimeSeconds}s`)
        .sign(current.secret),
    async verify(token, purpose = 'graph') {
      if (token === undefined || token === '') throw new UnauthenticatedError('The caller did not identify itself.');
      try {
        const { payload } = await jwtVerify(
          token,
          header => {
            const secret = secretById.get(header.kid ?? '');
            if (secret === undefined) throw new Error('unknown key');
            return secret;
          },
          { issuer, audience: audience[purpose], algorithms: ['HS256'], requiredClaims: ['exp'], clockTolerance: 5 },
        );
        return claimsSchema.parse(payload);
      } catch (error) {
        throw new UnauthenticatedError('The caller could not be identified.', error);
      }
    },
  };
}
