import type { Logger } from '@polyphony/platform/logging';
import { postgresHealth } from '@polyphony/platform/postgres';
import type { Subgraph } from '@polyphony/platform/subgraph';
import { createMediaContext, type MediaContext } from './context.ts';
import type { MediaSettings } from './environment.ts';
import { createMediaOrm } from './media.orm.ts';
import { buildMediaSchema } from './schema.ts';

export interface MediaDependencies {
  postgresUrl: string;
  log: Logger;
  settings: MediaSettings;
}

/** Speech to text and image generation. Brings its tables up to date first. */
export async function createMediaSubgraph({
  postgresUrl,
  log,
  settings,
}: MediaDependencies): Promise<Subgraph<MediaContext>> {
  const schema = await buildMediaSchema();
  const orm = await createMediaOrm(postgresUrl, log, settings);
  return {
    name: 'media',
    schema,
    createContext: request => createMediaContext(orm.em.fork(), request),
    procedures: {},
    healthChecks: [postgresHealth(orm)],
    startWorker: () => Promise.resolve(),
    close: () => orm.close(),
  };
}
