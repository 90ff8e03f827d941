import { migrateMongo, mongoHealth } from '@polyphony/platform/mongo';
import type { Subgraph } from '@polyphony/platform/subgraph';
import { createFirstAdmin } from './accounts/first-admin.ts';
import { createUsersContext, type UsersContext } from './context.ts';
import { usersMigrations } from './migrations.ts';
import { createUsersProcedures } from './procedures.ts';
import { buildUsersSchema } from './schema.ts';
import { createUsersServices, type UsersDependencies } from './services.ts';

/** Migrates the store, makes the first administrator when there is none, and answers the service ready to run. */
export async function createUsersSubgraph(dependencies: UsersDependencies): Promise<Subgraph<UsersContext>> {
  const { db, log, settings, signingKey, onFirstAdmin } = dependencies;
  const [schema] = await Promise.all([buildUsersSchema(), migrateMongo(db, 'users', usersMigrations, log)]);
  const services = createUsersServices(dependencies);
  const firstAdmin = await createFirstAdmin({
    users: services.users,
    hasher: services.hasher,
    ...settings.firstAdmin,
    dailyQuota: settings.dailyQuota,
    log,
  });
  if (firstAdmin !== null) onFirstAdmin(firstAdmin);
  return {
    name: 'users',
    schema,
    createContext: request => createUsersContext(services, request),
    procedures: createUsersProcedures(services, signingKey),
    healthChecks: [mongoHealth(db)],
    // Expired sessions and keys are removed by the store itself, so there is no periodic work.
    async startWorker() {},
    // The connections belong to whoever passed them in.
    async close() {},
  };
}
