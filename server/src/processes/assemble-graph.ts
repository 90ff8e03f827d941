import { createGateway, type Gateway } from '@polyphony/gateway/gateway';
import { gatewaySettings } from '@polyphony/gateway/settings';
import type { Models } from '@polyphony/inference/models';
import { createLocalCaller, type Procedures } from '@polyphony/platform/internal-calls';
import { createExecutableSubgraph, type Subgraph } from '@polyphony/platform/subgraph';
import type { Engines } from '../engines/index.ts';
import type { Environment } from '../environment/index.ts';
import { localHealth } from '../health/index.ts';
import { loadPart, subgraphNames, type SubgraphName, type Surroundings } from '../parts/index.ts';
import { readPersistedOperations } from '../schema/read-persisted-operations.ts';
import { readSupergraph } from '../schema/read-supergraph.ts';
import type { ProcessBase } from './base.ts';

export interface AssembleOptions extends ProcessBase, Pick<Surroundings, 'onFirstAdmin'> {
  environment: Environment;
  engines: Engines;
  models: () => Promise<Models>;
}

/** Runs all subgraphs and the gateway in this process. The gateway closes first and the engines last. */
export async function assembleGraph({ environment, engines, models, ...base }: AssembleOptions): Promise<Gateway> {
  const { log, shutdown } = base;
  const procedures = new Map<string, Procedures>();
  const subgraphs = new Map<SubgraphName, Subgraph>();
  const internal = createLocalCaller(procedures);
  const surroundings: Surroundings = { ...base, engines, internal, models, serviceHealth: localHealth(subgraphs) };
  const [messaging] = await Promise.all([engines.messaging(), engines.mongo(), engines.postgres(), models()]);
  await Promise.all(
    subgraphNames.map(async name => {
      const subgraph = await (await loadPart(name)).create(environment, surroundings);
      shutdown.onShutdown(name, () => subgraph.close());
      subgraphs.set(name, subgraph);
      procedures.set(name, subgraph.procedures);
    }),
  );
  const settings = gatewaySettings(environment);
  const gateway = await createGateway({
    subgraphs: [...subgraphs.values()].map(createExecutableSubgraph),
    supergraphSdl: await readSupergraph(),
    persistedOperations: await readPersistedOperations(),
    internal,
    cache: messaging.cache,
    events: messaging.events,
    rateLimiter: messaging.rateLimiter,
    log,
    settings,
    healthChecks: [...messaging.healthChecks, ...[...subgraphs.values()].flatMap(({ healthChecks }) => healthChecks)],
  });
  shutdown.onShutdown('gateway', () => gateway.close(), settings.shutdownGraceMs + 5000);
  await Promise.all([...subgraphs.values()].map(subgraph => subgraph.startWorker()));
  return gateway;
}
