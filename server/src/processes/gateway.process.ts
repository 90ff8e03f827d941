import { createGateway } from '@polyphony/gateway/gateway';
import { gatewaySettings } from '@polyphony/gateway/settings';
import { createRemoteSubgraph } from '@polyphony/gateway/subgraphs';
import { configuredSource } from '@polyphony/gateway/supergraph';
import { subgraphNames } from '../parts/index.ts';
import { readPersistedOperations } from '../schema/read-persisted-operations.ts';
import { supergraphPath } from '../schema/read-supergraph.ts';
import { createDistributedProcess } from './distributed.ts';

/** The public endpoint in front of subgraphs in other processes. */
export async function startGatewayProcess(source: Record<string, string | undefined>): Promise<string> {
  const { environment, addresses, signer, surroundings } = await createDistributedProcess('gateway', source);
  const { engines, internal, log, shutdown } = surroundings;
  const { cache, events, rateLimiter, healthChecks } = await engines.messaging();
  const settings = gatewaySettings(environment);
  const connect = ({ name, url }: { name: string; url: string }) =>
    createRemoteSubgraph({
      name,
      url,
      signer,
      log,
      settings: settings.subgraphs,
      slowReaderMs: settings.slowClientMs,
    });
  const subgraphs = subgraphNames.map(name => connect({ name, url: addresses[name] ?? '' }));
  shutdown.onShutdown('subgraph connections', async () => {
    await Promise.all(subgraphs.map(subgraph => subgraph.close()));
  });
  const gateway = await createGateway({
    subgraphs,
    connect,
    supergraphSdl: configuredSource(settings, { ownPath: supergraphPath, log }),
    persistedOperations: await readPersistedOperations(),
    internal,
    cache,
    events,
    rateLimiter,
    log,
    settings,
    healthChecks,
  });
  shutdown.onShutdown('gateway', () => gateway.close(), environment.SHUTDOWN_GRACE_MS + 5000);
  const { url } = await gateway.listen({ host: environment.HOST, port: environment.PORT });
  return url;
}
