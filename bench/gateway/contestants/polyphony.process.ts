// Our gateway, as the server makes it: every protection and all metrics on, at their defaults. The only numbers that differ
// are the rate limits', since here one address sends everything.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createMemoryCache } from '@polyphony/platform/cache';
import { createMemoryEventBus } from '@polyphony/platform/events';
import { createIdentitySigner } from '@polyphony/platform/identity';
import { createLogger } from '@polyphony/platform/logging';
import { createMemoryRateLimiter } from '@polyphony/platform/rate-limits';
import { createExecutableSubgraph, type ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { createGateway } from '@polyphony/gateway/gateway';
import { createRemoteSubgraph } from '@polyphony/gateway/subgraphs';
import { subgraphDefinitions } from '../graph/index.ts';
import { toSubgraph } from '../subgraphs/to-subgraph.ts';
import type { PolyphonyOptions } from './polyphony-options.ts';

const { port, supergraphFile, addresses, deduplicate, settings, identityKey }: PolyphonyOptions = JSON.parse(
  process.env['OPTIONS'] ?? '',
);
const supergraphSdl = readFileSync(supergraphFile, 'utf8');
const log = createLogger({ level: 'warn' });
const signer = createIdentitySigner([
  { id: 'bench', secret: identityKey === undefined ? randomBytes(32) : Buffer.from(identityKey, 'base64') },
]);
const subgraphs: readonly ExecutableSubgraph[] =
  addresses === undefined
    ? subgraphDefinitions.map(definition => createExecutableSubgraph(toSubgraph(definition)))
    : Object.entries(addresses).map(([name, url]) =>
        createRemoteSubgraph({ name, url, signer, log, settings: { deduplication: deduplicate } }),
      );

const gateway = await createGateway({
  subgraphs,
  supergraphSdl,
  // The users service of this installation knows nobody.
  internal: { call: async ({ output }) => output.parse({ keys: [] }) },
  cache: createMemoryCache(),
  events: createMemoryEventBus(),
  rateLimiter: createMemoryRateLimiter(),
  log,
  settings: { rateLimitPerMinute: 1_000_000_000, rateLimitPerMinuteAndAddress: 1_000_000_000, ...settings },
});
await gateway.listen({ host: '127.0.0.1', port });
