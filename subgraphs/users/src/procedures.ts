import { procedure, type Procedures } from '@polyphony/platform/internal-calls';
import { z } from 'zod';
import type { UsersServices } from './services.ts';
import type { SigningKey } from './tokens/signing-key.ts';

/** What other services call: the gateway authenticates with these. */
export function createUsersProcedures({ apiKeys }: Pick<UsersServices, 'apiKeys'>, signingKey: SigningKey): Procedures {
  return {
    /** `{ keys: JWK[] }`: the keys that verify access tokens. */
    publicKeys: procedure(z.object({}), async () => ({ keys: signingKey.publicKeys })),
    /** The Viewer of an API key's secret. Throws UnauthenticatedError. */
    authenticateApiKey: procedure(z.object({ secret: z.string().max(200) }), ({ secret }) =>
      apiKeys.authenticate(secret),
    ),
  };
}
