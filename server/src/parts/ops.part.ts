import { buildOpsSchema, createOpsSubgraph, opsSettings } from '@polyphony/ops';
import type { SubgraphPart } from './part.ts';

export const part: SubgraphPart = {
  buildSchema: buildOpsSchema,
  async create(environment, { engines, log, serviceHealth }) {
    const { connection } = await engines.mongo();
    return createOpsSubgraph({ db: connection.db, settings: opsSettings(environment), log, serviceHealth });
  },
};
