import path from 'node:path';
import { buildUsersSchema, createUsersSubgraph, loadSigningKey, readUsersSettings } from '@polyphony/users';
import type { SubgraphPart } from './part.ts';

export const part: SubgraphPart = {
  buildSchema: buildUsersSchema,
  async create(environment, { engines, dataFolder, log, onFirstAdmin }) {
    const [mongo, messaging, signingKey] = await Promise.all([
      engines.mongo(),
      engines.messaging(),
      loadSigningKey({ file: path.join(dataFolder, 'signing-key.json'), text: environment.SIGNING_KEY }),
    ]);
    return createUsersSubgraph({
      ...messaging,
      db: mongo.connection.db,
      signingKey,
      settings: readUsersSettings(environment),
      log,
      onFirstAdmin,
    });
  },
};
