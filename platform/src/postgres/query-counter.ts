import type { MikroORM } from '@mikro-orm/postgresql';
import { PinoOrmLogger } from './orm.logger.ts';

export interface QueryCounter {
  /** Statements since the last call, without those that only begin or end a transaction. */
  take(): string[];
  stop(): void;
}

const transactionControl =
  /^\s*(begin|start transaction|commit|rollback|savepoint|release savepoint|set transaction)\b/i;

/** Records the statements of an ORM made by `createOrm`, so that tests can assert how many store queries an operation costs. */
export function countQueries(orm: MikroORM): QueryCounter {
  const logger = orm.config.getLogger();
  if (!(logger instanceof PinoOrmLogger)) throw new Error('countQueries needs an ORM made by createOrm.');
  let queries: string[] = [];
  const stop = logger.onQuery(query => {
    if (!transactionControl.test(query)) queries.push(query);
  });
  return {
    take() {
      const taken = queries;
      queries = [];
      return taken;
    },
    stop,
  };
}
