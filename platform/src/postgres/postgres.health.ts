import type { MikroORM } from '@mikro-orm/postgresql';
import type { HealthCheck } from '../health/index.ts';

/** Whether the database answers a query. The detail of a failure names neither host nor user. */
export function postgresHealth(orm: MikroORM, name = 'postgresql'): HealthCheck {
  return {
    name,
    async check() {
      const state = await orm.checkConnection();
      if (!state.ok) throw new Error((state.error as { code?: string } | undefined)?.code ?? 'no connection');
    },
  };
}
