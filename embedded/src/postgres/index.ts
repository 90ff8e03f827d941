export { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres.supervisor.ts';
export { startTemporaryPostgres } from './temporary-postgres.ts';
