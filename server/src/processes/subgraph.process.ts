import { serveSubgraph } from '@polyphony/platform/subgraph';
import { loadPart, type SubgraphName } from '../parts/index.ts';
import { createDistributedProcess } from './distributed.ts';

/** Serves one subgraph to the gateway and the other services. */
export async function startSubgraphProcess(
  name: SubgraphName,
  source: Record<string, string | undefined>,
): Promise<string> {
  const part = await loadPart(name);
  const { environment, signer, surroundings } = await createDistributedProcess(name, source);
  const { log, shutdown } = surroundings;
  const subgraph = await part.create(environment, surroundings);
  shutdown.onShutdown(name, () => subgraph.close());
  const { url, close } = await serveSubgraph({ subgraph, signer, log, host: environment.HOST, port: environment.PORT });
  shutdown.onShutdown('server', close, 15_000);
  return url;
}
