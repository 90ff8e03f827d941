import { lockFolder } from '../data-folder/index.ts';
import { createEngines, type Engine } from '../engines/index.ts';
import { readServerEnvironment, type Environment } from '../environment/index.ts';
import { createModelOpener } from '../models/index.ts';
import { createProcessBase, type ProcessBase } from './base.ts';
import { printFirstAdmin } from './print-first-admin.ts';

export interface AllInOne {
  readonly url: string;
  readonly dataFolder: string;
  readonly engines: Engine[];
  /** What answers and embeds, in words. */
  readonly models: string;
}

/** Runs the gateway and all subgraphs in this process, with an embedded engine for each that the environment does not name. */
export async function startAllInOne(source: Record<string, string | undefined>): Promise<AllInOne> {
  const environment = readServerEnvironment(source);
  const base = await createProcessBase('polyphony', environment);
  base.shutdown.onShutdown('data folder', lockFolder(base.dataFolder));
  try {
    return await start(environment, base);
  } catch (error) {
    // A port that is taken, for one, must not leave engines behind.
    await base.shutdown.run('the start failed');
    throw error;
  }
}

async function start(environment: Environment, base: ProcessBase): Promise<AllInOne> {
  const engines = createEngines({ ...base, environment, embed: true });
  const openModels = createModelOpener({ ...base, environment });
  // The engines start in processes and threads of their own while this one still loads the code of the graph.
  const opening = Promise.all([engines.mongo(), engines.postgres(), openModels()]);
  const [{ assembleGraph }, [, , models]] = await Promise.all([import('./assemble-graph.ts'), opening]);
  const gateway = await assembleGraph({
    ...base,
    environment,
    engines,
    models: openModels,
    onFirstAdmin: printFirstAdmin,
  });
  const { url } = await gateway.listen({ host: environment.HOST, port: environment.PORT });
  // Only now: loading a language model takes a second of CPU that the start would wait for.
  void models.warm();
  return {
    url,
    dataFolder: base.dataFolder,
    engines: engines.opened(),
    models: models.describe(),
  };
}
