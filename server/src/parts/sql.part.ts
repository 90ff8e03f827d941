import { buildSqlSchema, createSqlSubgraph, sqlEnvironment, sqlSettings } from '@polyphony/sql';
import { definePart } from './part.ts';

export default definePart({
  environment: sqlEnvironment,
  buildSchema: buildSqlSchema,
  async create(environment, { engines, log }) {
    const { url } = await engines.postgres();
    return createSqlSubgraph({ postgresUrl: url, settings: sqlSettings(environment), log });
  },
});
