/** What login, register and refreshSession return. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** ISO 8601: when the access token expires. */
  expiresAt: string;
}

/** How a client identifies itself: tokens of a session, an API key, or nothing. */
export interface Session {
  /** HTTP headers and connection_init payload of the next request; renews the access token when it is about to expire. */
  headers(): Promise<Record<string, string>>;
  /** Gets a new access token, unless the current one is newer than the `refused` headers; false when that cannot be done. */
  renew(refused?: Readonly<Record<string, string>>): Promise<boolean>;
  tokens(): Tokens | null;
  setTokens(tokens: Tokens | null): void;
}

export interface SessionOptions {
  tokens?: Tokens;
  apiKey?: string;
  /** Told about every change of the tokens, so that they can be kept; null when they are no longer good. */
  onTokens?: (tokens: Tokens | null) => void;
  /** Exchanges a refresh token; throws when the server refuses it. */
  refresh(refreshToken: string): Promise<Tokens>;
}

/** An access token is renewed this long before it expires. */
const marginMs = 30_000;

/** Keeps the tokens of a client and renews them; concurrent requests share one renewal. */
export function createSession({ tokens: initial, apiKey, onTokens, refresh }: SessionOptions): Session {
  let tokens = initial ?? null;
  let renewal: Promise<boolean> | undefined;
  let renewedAt = -Infinity;
  const headersOf = ({ accessToken }: Tokens) => ({ authorization: `Bearer ${accessToken}` });
  // A clock that is wrong must not make every request renew.
  const isExpiring = ({ expiresAt }: Tokens) =>
    Date.parse(expiresAt) - marginMs < Date.now() && Date.now() - renewedAt > marginMs;

  const setTokens = (next: Tokens | null) => {
    tokens = next;
    onTokens?.(next);
  };
  const exchange = async (refreshToken: string) => {
    // The application may log out or in while the server answers: then its word counts.
    const isCurrent = () => tokens?.refreshToken === refreshToken;
    try {
      const next = await refresh(refreshToken);
      if (isCurrent()) {
        renewedAt = Date.now();
        setTokens(next);
      }
      return tokens !== null;
    } catch (error) {
      // Only a refusal ends the session: without an answer the tokens may still be good.
      if ((error as { code?: string }).code === 'UNAUTHENTICATED' && isCurrent()) setTokens(null);
      return false;
    }
  };
  const renew = (refused?: Readonly<Record<string, string>>): Promise<boolean> => {
    if (tokens === null) return Promise.resolve(false);
    if (refused !== undefined && refused['authorization'] !== headersOf(tokens).authorization)
      return Promise.resolve(true);
    renewal ??= exchange(tokens.refreshToken).finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  return {
    renew,
    tokens: () => tokens,
    setTokens,
    async headers(): Promise<Record<string, string>> {
      if (apiKey !== undefined) return { 'x-api-key': apiKey };
      if (tokens !== null && isExpiring(tokens)) await renew();
      return tokens === null ? {} : headersOf(tokens);
    },
  };
}
