import { buildSqlSchema, createSqlSubgraph, sqlSettings } from '@polyphony/sql';
import type { SubgraphPart } from './part.ts';

export const part: SubgraphPart = {
  buildSchema: buildSqlSchema,
  async create(environment, { engines, log }) {
    const { url } = await engines.postgres();
    return createSqlSubgraph({ postgresUrl: url, settings: sqlSettings(environment), log });
  },
};
