import type { Db } from 'mongodb';
import type { Logger } from '@polyphony/platform/logging';
import { migrateMongo, mongoHealth } from '@polyphony/platform/mongo';
import type { Subgraph } from '@polyphony/platform/subgraph';
import type { OpsContext } from './context.ts';
import type { OpsSettings } from './environment.ts';
import { ServiceHealthService, type ServiceHealthReport } from './health/service-health.service.ts';
import { createSystemLogRepository } from './logs/system-log.repository.ts';
import { SystemLogService } from './logs/system-log.service.ts';
import { opsMigrations } from './migrations/index.ts';
import { createOpsProcedures } from './procedures.ts';
import { buildOpsSchema } from './schema.ts';
import { createUsageEntryRepository } from './usage/usage-entry.repository.ts';
import { createUsageLoader } from './usage/usage.loader.ts';
import { createUsageRepository } from './usage/usage.repository.ts';
import { UsageService } from './usage/usage.service.ts';

export interface OpsDependencies {
  /** Whoever connected it closes it. */
  db: Db;
  log: Logger;
  settings: OpsSettings;
  /** Asks every service of the installation how it is. Must not throw. */
  serviceHealth: () => Promise<ServiceHealthReport[]>;
  /** The clock that days and retention are reckoned by. */
  now?: () => Date;
}

/** Quotas and usage, logs and health. Creates its collections' indexes first. */
export async function createOpsSubgraph({
  db,
  log,
  settings,
  serviceHealth,
  now,
}: OpsDependencies): Promise<Subgraph<OpsContext>> {
  await migrateMongo(db, 'ops', opsMigrations, log);
  const counters = createUsageRepository(db);
  const usage = new UsageService({ counters, entries: createUsageEntryRepository(db), settings, now });
  const logs = new SystemLogService({ repository: createSystemLogRepository(db), settings, now });
  const health = new ServiceHealthService(serviceHealth);
  return {
    name: 'ops',
    schema: await buildOpsSchema(),
    createContext: request => ({ ...request, usage, usageLoader: createUsageLoader(counters), logs, health }),
    procedures: createOpsProcedures({ usage, logs }),
    healthChecks: [mongoHealth(db)],
    // Counters reset themselves and MongoDB removes what expired: nothing runs periodically.
    startWorker: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
