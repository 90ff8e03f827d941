import { buildOpsSchema, createOpsSubgraph, opsEnvironment, opsSettings } from '@polyphony/ops';
import { definePart } from './part.ts';

export default definePart({
  environment: opsEnvironment,
  buildSchema: buildOpsSchema,
  async create(environment, { engines, log, serviceHealth }) {
    const { connection } = await engines.mongo();
    return createOpsSubgraph({ db: connection.db, settings: opsSettings(environment), log, serviceHealth });
  },
});
