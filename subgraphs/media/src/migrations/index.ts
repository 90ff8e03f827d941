import { CreateMediaTables } from './2026-11-22-tables.migration.ts';

/** In the order in which they are applied. */
export const mediaMigrations = [CreateMediaTables];
