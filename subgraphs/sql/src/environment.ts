import { integerField } from '@polyphony/platform/environment';

/** The environment variables of this subgraph. */
export const sqlEnvironment = {
  SQL_POSTGRES_POOL_SIZE: integerField(10, { min: 1, max: 500 }),
};

export interface SqlSettings {
  /** Largest number of connections to PostgreSQL of one process. */
  postgresPoolSize: number;
}

/** The settings that checked environment variables ask for. */
export function sqlSettings(environment: { [Name in keyof typeof sqlEnvironment]: number }): SqlSettings {
  return { postgresPoolSize: environment.SQL_POSTGRES_POOL_SIZE };
}
