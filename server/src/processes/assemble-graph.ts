import { createGateway, type Gateway } from '@polyphony/gateway/gateway';
import { gatewayEnvironment, gatewaySettings } from '@polyphony/gateway/settings';
import type { Models } from '@polyphony/inference/models';
import { readEnvironment } from '@polyphony/platform/environment';
import { createLocalCaller, type Procedures } from '@polyphony/platform/internal-calls';
import { createExecutableSubgraph, type Subgraph } from '@polyphony/platform/subgraph';
import type { z } from 'zod';
import type { Engines } from '../engines/index.ts';
import { localHealth } from '../health/index.ts';
import { loadPart, subgraphNames, type SubgraphName, type SubgraphPart, type Surroundings } from '../parts/index.ts';
import { readSupergraph } from '../schema/read-supergraph.ts';
import type { ProcessBase } from './base.ts';

/** The gateway and the five subgraphs, before they are put together. */
export interface GraphParts<Own extends z.ZodRawShape> {
  readonly parts: ReadonlyMap<SubgraphName, SubgraphPart>;
  /** Everything that was read, for the parts. */
  readonly read: Record<string, unknown>;
  /** The same, typed as far as the caller asked for it. */
  readonly environment: z.infer<z.ZodObject<Own & typeof gatewayEnvironment>>;
}

/** Loads all parts and reads their environment together with `own`, so that all problems are reported at once. */
export async function readGraphParts<Own extends z.ZodRawShape>(
  own: Own,
  source: Record<string, string | undefined>,
): Promise<GraphParts<Own>> {
  const parts = new Map(await Promise.all(subgraphNames.map(async name => [name, await loadPart(name)] as const)));
  const shapes = [...parts.values()].map(part => part.environment);
  const read = readEnvironment<z.ZodRawShape>(
    Object.assign({}, ...shapes, gatewayEnvironment, own) as z.ZodRawShape,
    source,
  );
  // The compiler cannot follow a shape that is merged from modules loaded at run time.
  return { parts, read, environment: read as GraphParts<Own>['environment'] };
}

export interface AssembleOptions extends ProcessBase {
  graph: GraphParts<z.ZodRawShape>;
  engines: Engines;
  models: () => Promise<Models>;
}

/** Runs all subgraphs and the gateway in this process. The gateway closes first and the engines last. */
export async function assembleGraph({ graph, engines, models, ...base }: AssembleOptions): Promise<{
  gateway: Gateway;
  subgraphs: ReadonlyMap<SubgraphName, Subgraph>;
}> {
  const { log, shutdown } = base;
  const procedures = new Map<string, Procedures>();
  const subgraphs = new Map<SubgraphName, Subgraph>();
  const internal = createLocalCaller(procedures);
  const surroundings: Surroundings = { ...base, engines, internal, models, serviceHealth: localHealth(subgraphs) };
  const [messaging] = await Promise.all([engines.messaging(), engines.mongo(), engines.postgres(), models()]);
  await Promise.all(
    [...graph.parts].map(async ([name, part]) => {
      const subgraph = await part.create(graph.read, surroundings);
      shutdown.onShutdown(name, () => subgraph.close());
      subgraphs.set(name, subgraph);
      procedures.set(name, subgraph.procedures);
    }),
  );
  const settings = gatewaySettings(graph.environment as z.infer<z.ZodObject<typeof gatewayEnvironment>>);
  const gateway = await createGateway({
    subgraphs: [...subgraphs.values()].map(createExecutableSubgraph),
    supergraphSdl: await readSupergraph(),
    internal,
    cache: messaging.cache,
    rateLimiter: messaging.rateLimiter,
    log,
    settings,
    healthChecks: [...messaging.healthChecks, ...[...subgraphs.values()].flatMap(({ healthChecks }) => healthChecks)],
  });
  shutdown.onShutdown('gateway', () => gateway.close(), settings.shutdownGraceMs + 5000);
  await Promise.all([...subgraphs.values()].map(subgraph => subgraph.startWorker()));
  return { gateway, subgraphs };
}
