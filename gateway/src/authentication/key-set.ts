import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The published keys that access tokens are verified with, kept for a while. */
export interface KeySet {
  /** The keys as published. @throws what fetching them throws when there are none yet. */
  current(): Promise<JSONWebKeySet>;
  /** Picks the key that a token names; one we do not know makes us look again, at most every `refreshCooldownMs`. */
  readonly getKey: JWTVerifyGetKey;
}

export interface KeySetOptions {
  fetchKeys: () => Promise<JSONWebKeySet>;
  maxAgeMs?: number;
  refreshCooldownMs?: number;
  now?: () => number;
}

/** Old keys stay in use while new ones cannot be fetched. */
export function createKeySet({
  fetchKeys,
  maxAgeMs = 10 * 60_000,
  refreshCooldownMs = 10_000,
  now = Date.now,
}: KeySetOptions): KeySet {
  let known: { keys: JSONWebKeySet; getKey: ReturnType<typeof createLocalJWKSet>; fetchedAt: number } | undefined;
  let fetching: Promise<void> | undefined;
  let triedAt = -Infinity;

  const refresh = () => {
    triedAt = now();
    fetching ??= fetchKeys()
      .then(keys => void (known = { keys, getKey: createLocalJWKSet(keys), fetchedAt: now() }))
      .finally(() => (fetching = undefined));
    return fetching;
  };
  const load = async () => {
    if (known === undefined) await refresh();
    else if (now() - known.fetchedAt > maxAgeMs && now() - triedAt > refreshCooldownMs)
      await refresh().catch(() => undefined);
    return known!;
  };

  return {
    current: async () => (await load()).keys,
    async getKey(header, token) {
      const { getKey } = await load();
      try {
        return await getKey(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || now() - triedAt < refreshCooldownMs) throw error;
        await refresh();
        return known!.getKey(header, token);
      }
    },
  };
}
