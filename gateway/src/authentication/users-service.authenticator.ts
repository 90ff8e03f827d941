import { z } from 'zod';
import type { JSONWebKeySet } from 'jose';
import type { Cache } from '@polyphony/platform/cache';
import { viewerSchema } from '@polyphony/platform/context';
import type { InternalCaller } from '@polyphony/platform/internal-calls';
import { createApiKeyAuthenticator } from './api-key.authenticator.ts';
import { createAuthenticator, type Authenticator } from './authenticator.ts';
import { createKeySet, type KeySet } from './key-set.ts';

const keysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** An authenticator that asks the users service for its keys and about API keys. */
export function createUsersServiceAuthenticator({ internal, cache }: { internal: InternalCaller; cache: Cache }): {
  authenticator: Authenticator;
  keySet: KeySet;
} {
  const keySet = createKeySet({
    fetchKeys: async () =>
      (await internal.call({
        service: 'users',
        procedure: 'publicKeys',
        input: {},
        output: keysSchema,
      })) as JSONWebKeySet,
  });
  const apiKeys = createApiKeyAuthenticator({
    lookUp: (secret, { requestId }) =>
      internal.call({
        service: 'users',
        procedure: 'authenticateApiKey',
        input: { secret },
        output: viewerSchema,
        context: { requestId, viewer: null },
      }),
  });
  return { authenticator: createAuthenticator({ keySet, apiKeys, cache }), keySet };
}
