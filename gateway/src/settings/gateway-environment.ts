import { z } from 'zod';
import { booleanField, EnvironmentError, integerField } from '@polyphony/platform/environment';
import { createOriginList } from '../supergraph/origin-list.ts';
import { remoteSubgraphEnvironment, remoteSubgraphSettings } from '../subgraphs/remote-subgraph.environment.ts';
import { defaultGatewaySettings as defaults, type GatewaySettings } from './gateway-settings.ts';

const httpUrlField = z.url({ protocol: /^https?$/ });
const listOf = (check: (words: readonly string[]) => boolean, message: string) =>
  z
    .string()
    .transform(text => text.split(',').map(word => word.trim()))
    .refine(check, message)
    .optional();
const areOrigins = (words: readonly string[]) => {
  try {
    createOriginList(words);
    return true;
  } catch {
    return false;
  }
};
const areNames = (words: readonly string[]) => words.every(word => /^\w*$/.test(word));
const areAddresses = (words: readonly string[]) => words.every(word => httpUrlField.safeParse(word).success);

/** The gateway's part of the environment, for `readEnvironment`. */
export const gatewayEnvironment = {
  GRAPHQL_INTROSPECTION: booleanField(defaults.introspection),
  GRAPHQL_PERSISTED_QUERIES: booleanField(defaults.persistedQueries),
  GRAPHQL_EXPLORER: booleanField(defaults.explorer),
  BODY_LIMIT_BYTES: integerField(defaults.bodyLimit, { min: 1024 }),
  REQUEST_TIMEOUT_MS: integerField(defaults.requestTimeoutMs, { min: 1 }),
  SLOW_OPERATION_MS: integerField(defaults.slowOperationMs),
  SHARE_EQUAL_REQUESTS: booleanField(defaults.shareEqualRequests),
  CORS_ORIGINS: z
    .string()
    .optional()
    .transform(text => text?.split(',').map(origin => origin.trim())),
  TRUSTED_PROXIES: integerField(defaults.trustedProxies, { max: 10 }),
  RATE_LIMIT_PER_MINUTE: integerField(defaults.rateLimitPerMinute),
  RATE_LIMIT_PER_MINUTE_AND_ADDRESS: integerField(defaults.rateLimitPerMinuteAndAddress),
  FAILED_AUTHENTICATIONS_PER_MINUTE: integerField(defaults.failedAuthenticationsPerMinute),
  OPERATION_MAX_COST: integerField(defaults.maxCost),
  TRUSTED_DOCUMENTS: z.enum(['off', 'allow', 'only']).default(defaults.trustedDocuments),
  SOCKETS_MAX: integerField(defaults.maxSockets, { min: 1 }),
  SOCKETS_MAX_PER_CLIENT: integerField(defaults.maxSocketsPerClient, { min: 1 }),
  SOCKET_OPERATIONS_MAX: integerField(defaults.maxOperationsPerSocket, { min: 1 }),
  SUBSCRIPTIONS_MAX: integerField(defaults.maxSubscriptions, { min: 1 }),
  SUBSCRIPTIONS_MAX_PER_CLIENT: integerField(defaults.maxSubscriptionsPerClient, { min: 1 }),
  SUBSCRIPTION_QUEUE_BYTES: integerField(defaults.subscriptionQueueBytes, { min: 16 * 1024 }),
  SUBSCRIPTIONS_LATEST_ONLY: listOf(areNames, 'must be names of subscription fields'),
  SLOW_CLIENT_MS: integerField(defaults.slowClientMs, { min: 100 }),
  METRICS_TOKEN: z.string().min(16).optional(),
  SHUTDOWN_GRACE_MS: integerField(defaults.shutdownGraceMs),
  SUPERGRAPH_PATH: z.string().optional(),
  SUPERGRAPH_WATCH: booleanField(defaults.supergraphWatch),
  SUPERGRAPH_URL: httpUrlField.optional(),
  SUPERGRAPH_TOKEN: z.string().optional(),
  SUPERGRAPH_POLL_MS: integerField(defaults.supergraphPollMs, { min: 100 }),
  SUBGRAPH_ORIGINS: listOf(areOrigins, 'must be origins, such as https://billing.internal:8443'),
  WARM_UP_OPERATIONS: integerField(defaults.warmUpOperations, { max: 2000 }),
  APOLLO_KEY: z.string().optional(),
  APOLLO_GRAPH_REF: z
    .string()
    .regex(/^[^@\s]+(@[^@\s]+)?$/, 'must be graph@variant')
    .optional(),
  APOLLO_UPLINK_ENDPOINTS: listOf(areAddresses, 'must be addresses, separated by commas'),
  APOLLO_USAGE_REPORTING: booleanField(defaults.apolloUsageReporting),
  APOLLO_USAGE_REPORTING_ENDPOINT: httpUrlField.default(defaults.apolloUsageReportingEndpoint),
  ...remoteSubgraphEnvironment,
};

/**
 * Settings from what `readEnvironment` made of `gatewayEnvironment`.
 * @throws EnvironmentError where variables contradict each other.
 */
export function gatewaySettings(environment: z.infer<z.ZodObject<typeof gatewayEnvironment>>): GatewaySettings {
  refuseContradictions(environment);
  return {
    ...defaults,
    introspection: environment.GRAPHQL_INTROSPECTION,
    persistedQueries: environment.GRAPHQL_PERSISTED_QUERIES,
    explorer: environment.GRAPHQL_EXPLORER,
    bodyLimit: environment.BODY_LIMIT_BYTES,
    requestTimeoutMs: environment.REQUEST_TIMEOUT_MS,
    slowOperationMs: environment.SLOW_OPERATION_MS,
    shareEqualRequests: environment.SHARE_EQUAL_REQUESTS,
    corsOrigins: environment.CORS_ORIGINS ?? defaults.corsOrigins,
    trustedProxies: environment.TRUSTED_PROXIES,
    rateLimitPerMinute: environment.RATE_LIMIT_PER_MINUTE,
    rateLimitPerMinuteAndAddress: environment.RATE_LIMIT_PER_MINUTE_AND_ADDRESS,
    failedAuthenticationsPerMinute: environment.FAILED_AUTHENTICATIONS_PER_MINUTE,
    maxCost: environment.OPERATION_MAX_COST,
    trustedDocuments: environment.TRUSTED_DOCUMENTS,
    maxSockets: environment.SOCKETS_MAX,
    maxSocketsPerClient: environment.SOCKETS_MAX_PER_CLIENT,
    maxOperationsPerSocket: environment.SOCKET_OPERATIONS_MAX,
    maxSubscriptions: environment.SUBSCRIPTIONS_MAX,
    maxSubscriptionsPerClient: environment.SUBSCRIPTIONS_MAX_PER_CLIENT,
    subscriptionQueueBytes: environment.SUBSCRIPTION_QUEUE_BYTES,
    latestOnlySubscriptions: environment.SUBSCRIPTIONS_LATEST_ONLY ?? defaults.latestOnlySubscriptions,
    slowClientMs: environment.SLOW_CLIENT_MS,
    metricsToken: environment.METRICS_TOKEN,
    shutdownGraceMs: environment.SHUTDOWN_GRACE_MS,
    supergraphPath: environment.SUPERGRAPH_PATH,
    supergraphWatch: environment.SUPERGRAPH_WATCH,
    supergraphUrl: environment.SUPERGRAPH_URL,
    supergraphToken: environment.SUPERGRAPH_TOKEN,
    supergraphPollMs: environment.SUPERGRAPH_POLL_MS,
    subgraphOrigins: environment.SUBGRAPH_ORIGINS ?? defaults.subgraphOrigins,
    warmUpOperations: environment.WARM_UP_OPERATIONS,
    apolloKey: environment.APOLLO_KEY,
    apolloGraphRef: environment.APOLLO_GRAPH_REF,
    apolloUplinkEndpoints: environment.APOLLO_UPLINK_ENDPOINTS ?? defaults.apolloUplinkEndpoints,
    apolloUsageReporting: environment.APOLLO_USAGE_REPORTING,
    apolloUsageReportingEndpoint: environment.APOLLO_USAGE_REPORTING_ENDPOINT,
    subgraphs: remoteSubgraphSettings(environment),
  };
}

function refuseContradictions(environment: z.infer<z.ZodObject<typeof gatewayEnvironment>>): void {
  const problems: string[] = [];
  if (environment.SUPERGRAPH_PATH !== undefined && environment.SUPERGRAPH_URL !== undefined) {
    problems.push('SUPERGRAPH_PATH, SUPERGRAPH_URL: only one of them can be where the supergraph is');
  }
  if ((environment.APOLLO_KEY === undefined) !== (environment.APOLLO_GRAPH_REF === undefined)) {
    problems.push('APOLLO_KEY, APOLLO_GRAPH_REF: neither is of use without the other');
  }
  if (problems.length > 0) throw new EnvironmentError(problems);
}
