import { buildMediaSchema, createMediaSubgraph, mediaSettings } from '@polyphony/media';
import type { SubgraphPart } from './part.ts';

export const part: SubgraphPart = {
  buildSchema: buildMediaSchema,
  async create(environment, { engines, log }) {
    const { url } = await engines.postgres();
    return createMediaSubgraph({ postgresUrl: url, settings: mediaSettings(environment), log });
  },
};
