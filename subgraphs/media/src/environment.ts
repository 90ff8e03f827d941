import { integerField } from '@polyphony/platform/environment';

/** The environment variables of this subgraph. */
export const mediaEnvironment = {
  MEDIA_POSTGRES_POOL_SIZE: integerField(10, { min: 1, max: 500 }),
};

export interface MediaSettings {
  /** Largest number of connections to PostgreSQL of one process. */
  postgresPoolSize: number;
}

/** The settings that checked environment variables ask for. */
export function mediaSettings(environment: { [Name in keyof typeof mediaEnvironment]: number }): MediaSettings {
  return { postgresPoolSize: environment.MEDIA_POSTGRES_POOL_SIZE };
}
