import { defaultRemoteSubgraphSettings, type RemoteSubgraphSettings } from '../subgraphs/remote-subgraph.settings.ts';
import type { TrustedDocumentsMode } from '../persisted-operations/index.ts';

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
  /** Queries and mutations that take longer are logged as `info` even when all went well. */
  slowOperationMs: number;
  /** Whether equal queries that one client runs at the same time share one execution and one answer. */
  shareEqualRequests: boolean;
  /** Origins whose pages may call the API; `*` allows all, `http://localhost:*` any port. */
  corsOrigins: readonly string[];
  /** How many proxies in front of the gateway are believed about the client's address. */
  trustedProxies: number;
  /** Operations a minute and client (viewer, or address where nobody is logged in); 0 turns the limit off. */
  rateLimitPerMinute: number;
  /** Requests a minute and address, whoever they come from; 0 turns the limit off. */
  rateLimitPerMinuteAndAddress: number;
  /** Refused credentials a minute and address, after which no credential is looked at; 0 turns the limit off. */
  failedAuthenticationsPerMinute: number;
  /** The most that one operation may be estimated to cost, in points (see `limits/`); 0 for no maximum. */
  maxCost: number;
  /** Whether the operations of `schema/persisted-operations.json` can be asked for by hash, and whether nothing else can. */
  trustedDocuments: TrustedDocumentsMode;
  maxSockets: number;
  /** Sockets, and event streams, of one viewer or anonymous address, together. */
  maxSocketsPerClient: number;
  maxOperationsPerSocket: number;
  /** Subscriptions that may run in this process. */
  maxSubscriptions: number;
  /** Subscriptions that one viewer, or anonymous address, may have running in this process. */
  maxSubscriptionsPerClient: number;
  /** How many bytes of events may wait for one subscription's reader. */
  subscriptionQueueBytes: number;
  /** Subscription fields of which only the newest event matters: readers that are slow skip the others. */
  latestOnlySubscriptions: readonly string[];
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
  /** File with the supergraph, in place of the one this version was built with. */
  supergraphPath: string | undefined;
  /** Whether to take over what is written to the file while the gateway runs. */
  supergraphWatch: boolean;
  /** Address of the supergraph, asked every `supergraphPollMs` milliseconds, with `supergraphToken` as a bearer token. */
  supergraphUrl: string | undefined;
  supergraphToken: string | undefined;
  supergraphPollMs: number;
  /** Origins of subgraphs that a supergraph may bring along; see `createOriginList`. */
  subgraphOrigins: readonly string[];
  /** How many of the operations used most are planned before a new supergraph takes over; 0 plans none in advance. */
  warmUpOperations: number;
  /** With both of these, supergraphs come from Apollo Uplink unless a file or an address is named, and usage is reported. */
  apolloKey: string | undefined;
  apolloGraphRef: string | undefined;
  /** Apollo's own where none are given. */
  apolloUplinkEndpoints: readonly string[];
  apolloUsageReporting: boolean;
  apolloUsageReportingEndpoint: string;
  /** How subgraphs in other processes are asked. */
  subgraphs: RemoteSubgraphSettings;
}

export const defaultGatewaySettings: GatewaySettings = {
  introspection: true,
  persistedQueries: true,
  explorer: true,
  bodyLimit: 1024 * 1024,
  requestTimeoutMs: 30_000,
  slowOperationMs: 1000,
  shareEqualRequests: false,
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
  rateLimitPerMinuteAndAddress: 30_000,
  failedAuthenticationsPerMinute: 300,
  maxCost: 100_000,
  trustedDocuments: 'off',
  maxSockets: 10_000,
  maxSocketsPerClient: 100,
  maxOperationsPerSocket: 100,
  maxSubscriptions: 20_000,
  maxSubscriptionsPerClient: 2000,
  subscriptionQueueBytes: 1024 * 1024,
  latestOnlySubscriptions: ['jobProgress'],
  socketInitTimeoutMs: 3000,
  socketKeepAliveMs: 12_000,
  credentialRecheckMs: 60_000,
  slowClientMs: 15_000,
  metricsToken: undefined,
  shutdownGraceMs: 10_000,
  supergraphPath: undefined,
  supergraphWatch: false,
  supergraphUrl: undefined,
  supergraphToken: undefined,
  supergraphPollMs: 10_000,
  subgraphOrigins: [],
  warmUpOperations: 200,
  apolloKey: undefined,
  apolloGraphRef: undefined,
  apolloUplinkEndpoints: [],
  apolloUsageReporting: true,
  apolloUsageReportingEndpoint: 'https://usage-reporting.api.apollographql.com',
  subgraphs: defaultRemoteSubgraphSettings,
};
