import { buildMediaSchema, createMediaSubgraph, mediaEnvironment, mediaSettings } from '@polyphony/media';
import { definePart } from './part.ts';

export default definePart({
  environment: mediaEnvironment,
  buildSchema: buildMediaSchema,
  async create(environment, { engines, log }) {
    const { url } = await engines.postgres();
    return createMediaSubgraph({ postgresUrl: url, settings: mediaSettings(environment), log });
  },
});
