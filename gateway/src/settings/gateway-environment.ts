import { z } from 'zod';
import { booleanField, integerField } from '@polyphony/platform/environment';
import { defaultGatewaySettings as defaults, type GatewaySettings } from './gateway-settings.ts';

/** The gateway's part of the environment, for `readEnvironment`. */
export const gatewayEnvironment = {
  GRAPHQL_INTROSPECTION: booleanField(defaults.introspection),
  GRAPHQL_PERSISTED_QUERIES: booleanField(defaults.persistedQueries),
  GRAPHQL_EXPLORER: booleanField(defaults.explorer),
  BODY_LIMIT_BYTES: integerField(defaults.bodyLimit, { min: 1024 }),
  REQUEST_TIMEOUT_MS: integerField(defaults.requestTimeoutMs, { min: 1 }),
  CORS_ORIGINS: z
    .string()
    .optional()
    .transform(text => text?.split(',').map(origin => origin.trim())),
  TRUSTED_PROXIES: integerField(defaults.trustedProxies, { max: 10 }),
  RATE_LIMIT_PER_MINUTE: integerField(defaults.rateLimitPerMinute),
  SOCKETS_MAX: integerField(defaults.maxSockets, { min: 1 }),
  SOCKETS_MAX_PER_CLIENT: integerField(defaults.maxSocketsPerClient, { min: 1 }),
  SOCKET_OPERATIONS_MAX: integerField(defaults.maxOperationsPerSocket, { min: 1 }),
  SLOW_CLIENT_MS: integerField(defaults.slowClientMs, { min: 100 }),
  METRICS_TOKEN: z.string().min(16).optional(),
  SHUTDOWN_GRACE_MS: integerField(defaults.shutdownGraceMs),
};

/** Settings from what `readEnvironment` made of `gatewayEnvironment`. */
export function gatewaySettings(environment: z.infer<z.ZodObject<typeof gatewayEnvironment>>): GatewaySettings {
  return {
    ...defaults,
    introspection: environment.GRAPHQL_INTROSPECTION,
    persistedQueries: environment.GRAPHQL_PERSISTED_QUERIES,
    explorer: environment.GRAPHQL_EXPLORER,
    bodyLimit: environment.BODY_LIMIT_BYTES,
    requestTimeoutMs: environment.REQUEST_TIMEOUT_MS,
    corsOrigins: environment.CORS_ORIGINS ?? defaults.corsOrigins,
    trustedProxies: environment.TRUSTED_PROXIES,
    rateLimitPerMinute: environment.RATE_LIMIT_PER_MINUTE,
    maxSockets: environment.SOCKETS_MAX,
    maxSocketsPerClient: environment.SOCKETS_MAX_PER_CLIENT,
    maxOperationsPerSocket: environment.SOCKET_OPERATIONS_MAX,
    slowClientMs: environment.SLOW_CLIENT_MS,
    metricsToken: environment.METRICS_TOKEN,
    shutdownGraceMs: environment.SHUTDOWN_GRACE_MS,
  };
}
