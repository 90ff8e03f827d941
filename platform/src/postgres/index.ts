export { createOrm, type OrmOptions } from './create-orm.ts';
export { mappingDifferences } from './mapping-differences.ts';
export { postgresHealth } from './postgres.health.ts';
export { countQueries, type QueryCounter } from './query-counter.ts';
export { isUuid, toUuid } from './uuid.ts';
