import type { MongoMigration } from '@polyphony/platform/mongo';
import { usageAndLogs } from './2026-11-22-usage-and-logs.migration.ts';

/** In the order in which they are applied. */
export const opsMigrations: readonly MongoMigration[] = [usageAndLogs];
