import type { Db } from 'mongodb';
import type { HealthCheck } from '../health/index.ts';

/** Healthy when the database answers a ping. The driver's messages name hosts, so the detail of a failure is only its kind. */
export function mongoHealth(db: Db): HealthCheck {
  return {
    name: 'mongodb',
    async check() {
      try {
        await db.command({ ping: 1 }, { timeoutMS: 2000 });
      } catch (error) {
        throw new Error(error instanceof Error ? error.name : 'no answer', { cause: error });
      }
    },
  };
}
