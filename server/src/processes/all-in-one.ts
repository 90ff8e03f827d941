import { inferenceEnvironmentShape } from '@polyphony/inference/settings';
import { lockFolder } from '../data-folder/index.ts';
import { createEngines, type Engine } from '../engines/index.ts';
import { processEnvironment } from '../environment/index.ts';
import { createModelOpener } from '../models/index.ts';
import { assembleGraph, readGraphParts } from './assemble-graph.ts';
import { createProcessBase } from './base.ts';
import { findFirstAdmin, type FirstAdmin } from './first-admin.ts';

export interface AllInOne {
  readonly url: string;
  readonly dataFolder: string;
  readonly engines: Engine[];
  /** What answers and embeds, in words. */
  readonly models: string;
  /** The account that this start made; null on every start but the first. */
  readonly firstAdmin: FirstAdmin | null;
}

/** Runs the gateway and all subgraphs in this process, with an embedded engine for each that the environment does not name. */
export async function startAllInOne(source: Record<string, string | undefined>): Promise<AllInOne> {
  const graph = await readGraphParts({ ...inferenceEnvironmentShape, ...processEnvironment }, source);
  const { environment } = graph;
  const base = createProcessBase('polyphony', environment);
  base.shutdown.onShutdown('data folder', lockFolder(base.dataFolder));
  const engines = createEngines({ ...base, environment, embed: true });
  const models = createModelOpener({ ...base, environment });
  const { gateway, subgraphs } = await assembleGraph({ ...base, graph, engines, models });
  const { url } = await gateway.listen({ host: environment.HOST, port: environment.PORT });
  // Only now: loading a language model takes a second of CPU that the start would wait for.
  const opened = await models();
  void opened.warm();
  return {
    url,
    dataFolder: base.dataFolder,
    engines: engines.opened(),
    models: opened.describe(),
    firstAdmin: findFirstAdmin(subgraphs.get('users')),
  };
}
