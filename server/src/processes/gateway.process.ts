import { createGateway } from '@polyphony/gateway/gateway';
import { gatewaySettings } from '@polyphony/gateway/settings';
import { createRemoteSubgraph } from '@polyphony/gateway/subgraphs';
import { subgraphNames } from '../parts/index.ts';
import { readSupergraph } from '../schema/read-supergraph.ts';
import { createDistributedProcess } from './distributed.ts';

/** The public endpoint in front of subgraphs in other processes. */
export async function startGatewayProcess(source: Record<string, string | undefined>): Promise<string> {
  const { environment, addresses, signer, surroundings } = createDistributedProcess('gateway', source);
  const { engines, internal, log, shutdown } = surroundings;
  const { cache, events, rateLimiter, healthChecks } = await engines.messaging();
  const subgraphs = subgraphNames.map(name => createRemoteSubgraph({ name, url: addresses[name] ?? '', signer }));
  shutdown.onShutdown('subgraph connections', async () => {
    await Promise.all(subgraphs.map(subgraph => subgraph.close()));
  });
  const gateway = await createGateway({
    subgraphs,
    supergraphSdl: await readSupergraph(),
    internal,
    cache,
    events,
    rateLimiter,
    log,
    settings: gatewaySettings(environment),
    healthChecks,
  });
  shutdown.onShutdown('gateway', () => gateway.close(), environment.SHUTDOWN_GRACE_MS + 5000);
  const { url } = await gateway.listen({ host: environment.HOST, port: environment.PORT });
  return url;
}
