import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Viewer } from '@polyphony/platform/context';
import { AppError } from '@polyphony/platform/errors';

export interface ApiKeyAuthenticator {
  /** @throws UnauthenticatedError when the key is unknown, expired or revoked. */
  authenticate(secret: string, context: { requestId: string }): Promise<Viewer>;
}

export interface ApiKeyAuthenticatorOptions {
  /** Asks the users service. */
  lookUp: (secret: string, context: { requestId: string }) => Promise<Viewer>;
  /** How long an answer is believed: a revoked key may work this much longer. */
  ttlMs?: number;
}

/** Remembers answers, refusals included, by the key's hash; the key itself is not kept. Equal questions share one look-up. */
export function createApiKeyAuthenticator({ lookUp, ttlMs = 15_000 }: ApiKeyAuthenticatorOptions): ApiKeyAuthenticator {
  const answers = new LRUCache<string, Promise<Viewer>>({ max: 10_000, ttl: ttlMs });
  return {
    authenticate(secret, context) {
      const hash = createHash('sha256').update(secret).digest('base64');
      let answer = answers.get(hash);
      if (answer === undefined) {
        answer = lookUp(secret, context);
        answers.set(hash, answer);
        answer.catch((error: unknown) => {
          const isRefusal = error instanceof AppError && error.code === 'UNAUTHENTICATED';
          if (!isRefusal) answers.delete(hash);
        });
      }
      return answer;
    },
  };
}
