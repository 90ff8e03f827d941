/** How the gateway behaves; every number has a default that suits one installation of moderate size. */
export interface GatewaySettings {
  /** Whether clients may read the schema. */
  introspection: boolean;
  /** Whether clients may send a query's hash instead of its text. */
  persistedQueries: boolean;
  /** Whether `GET /` shows the explorer. */
  explorer: boolean;
  /** Largest request body, and largest message over a socket, in bytes. */
  bodyLimit: number;
  /** How long a query, a mutation, or the joins of one event may take. */
  requestTimeoutMs: number;
  /** Origins whose pages may call the API; `*` allows all, `http://localhost:*` any port. */
  corsOrigins: readonly string[];
  /** How many proxies in front of the gateway are believed about the client's address. */
  trustedProxies: number;
  /** Operations a minute and client (viewer, or address where nobody is logged in); 0 turns the limit off. */
  rateLimitPerMinute: number;
  maxSockets: number;
  /** Sockets, and event streams, of one viewer or anonymous address, together. */
  maxSocketsPerClient: number;
  maxOperationsPerSocket: number;
  socketInitTimeoutMs: number;
  socketKeepAliveMs: number;
  /** How often the credentials of who stays connected are looked at again. */
  credentialRecheckMs: number;
  /** How long a client may leave a sent event unread. */
  slowClientMs: number;
  /** Who asks for `/metrics` must send it as a bearer token; without one only this machine may ask. */
  metricsToken: string | undefined;
  /** How long running requests may take to finish at shutdown. */
  shutdownGraceMs: number;
}

export const defaultGatewaySettings: GatewaySettings = {
  introspection: true,
  persistedQueries: true,
  explorer: true,
  bodyLimit: 1024 * 1024,
  requestTimeoutMs: 30_000,
  corsOrigins: [
    'https://studio.apollographql.com',
    'https://sandbox.apollo.dev',
    'https://sandbox.embed.apollographql.com',
    'https://explorer.embed.apollographql.com',
    'http://localhost:*',
    'http://127.0.0.1:*',
  ],
  trustedProxies: 0,
  rateLimitPerMinute: 3000,
  maxSockets: 10_000,
  maxSocketsPerClient: 100,
  maxOperationsPerSocket: 100,
  socketInitTimeoutMs: 3000,
  socketKeepAliveMs: 12_000,
  credentialRecheckMs: 60_000,
  slowClientMs: 15_000,
  metricsToken: undefined,
  shutdownGraceMs: 10_000,
};
