import { createGateway } from '@polyphony/gateway/gateway';
import { gatewayEnvironment, gatewaySettings } from '@polyphony/gateway/settings';
import { readEnvironment } from '@polyphony/platform/environment';
import { createLocalCaller, type Procedures } from '@polyphony/platform/internal-calls';
import { createExecutableSubgraph, type Subgraph } from '@polyphony/platform/subgraph';
import type { z } from 'zod';
import { lockFolder } from '../data-folder/index.ts';
import { createEngines, type Engine } from '../engines/index.ts';
import { processEnvironment } from '../environment/index.ts';
import { localHealth } from '../health/index.ts';
import { createModelOpener, modelEnvironment } from '../models/index.ts';
import { loadPart, subgraphNames, type SubgraphName, type SubgraphPart, type Surroundings } from '../parts/index.ts';
import { readSupergraph } from '../schema/read-supergraph.ts';
import { createProcessBase } from './base.ts';
import { findFirstAdmin, type FirstAdmin } from './first-admin.ts';

export interface AllInOne {
  readonly url: string;
  readonly dataFolder: string;
  readonly engines: Engine[];
  /** The account that this start made; null on every start but the first. */
  readonly firstAdmin: FirstAdmin | null;
}

const ownEnvironment = { ...gatewayEnvironment, ...modelEnvironment, ...processEnvironment };

/** Runs the gateway and all subgraphs in this process, with an embedded engine for each that the environment does not name. */
export async function startAllInOne(source: Record<string, string | undefined>): Promise<AllInOne> {
  const parts = new Map<SubgraphName, SubgraphPart>(
    await Promise.all(subgraphNames.map(async name => [name, await loadPart(name)] as const)),
  );
  // One read reports the problems of all parts together; the compiler cannot follow the merged shape.
  const read = readEnvironment<z.ZodRawShape>(
    Object.assign({}, ...[...parts.values()].map(part => part.environment), ownEnvironment) as z.ZodRawShape,
    source,
  );
  const environment = read as z.infer<z.ZodObject<typeof ownEnvironment>>;
  const { log, shutdown, dataFolder } = createProcessBase('polyphony', environment);
  shutdown.onShutdown('data folder', lockFolder(dataFolder));

  const engines = createEngines({ environment, dataFolder, log, shutdown, embed: true });
  const procedures = new Map<string, Procedures>();
  const subgraphs = new Map<SubgraphName, Subgraph>();
  const internal = createLocalCaller(procedures);
  const models = createModelOpener({ environment, dataFolder, log, shutdown });
  const surroundings: Surroundings = {
    engines,
    internal,
    log,
    shutdown,
    dataFolder,
    models,
    serviceHealth: localHealth(subgraphs),
  };
  // The gateway closes first and the engines last: steps run in the reverse of this order.
  const messaging = await engines.messaging();
  await Promise.all([engines.mongo(), engines.postgres(), models()]);
  await Promise.all(
    [...parts].map(async ([name, part]) => {
      const subgraph = await part.create(read, surroundings);
      shutdown.onShutdown(name, () => subgraph.close());
      subgraphs.set(name, subgraph);
      procedures.set(name, subgraph.procedures);
    }),
  );
  const gateway = await createGateway({
    subgraphs: subgraphNames.map(name => createExecutableSubgraph(subgraphs.get(name) as Subgraph)),
    supergraphSdl: await readSupergraph(),
    internal,
    cache: messaging.cache,
    rateLimiter: messaging.rateLimiter,
    log,
    settings: gatewaySettings(environment),
    healthChecks: messaging.healthChecks,
  });
  shutdown.onShutdown('gateway', () => gateway.close(), environment.SHUTDOWN_GRACE_MS + 5000);
  await Promise.all([...subgraphs.values()].map(subgraph => subgraph.startWorker()));
  const { url } = await gateway.listen({ host: environment.HOST, port: environment.PORT });
  return { url, dataFolder, engines: engines.opened(), firstAdmin: findFirstAdmin(subgraphs.get('users')) };
}
