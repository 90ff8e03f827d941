import type { LogContext, Logger as OrmLogger, LoggerNamespace } from '@mikro-orm/core';
import type { Logger } from '../logging/index.ts';
import { traceQuery } from './trace-queries.ts';

type QueryListener = (query: string) => void;

/** Passes MikroORM's messages to the process's logger, and its queries to whoever counts them. Values of parameters stay out. */
export class PinoOrmLogger implements OrmLogger {
  readonly #log: Logger;
  readonly #listeners = new Set<QueryListener>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Calls `listener` with the text of each statement until the returned function is called. */
  onQuery(listener: QueryListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  log(namespace: string, message: string): void {
    this.#log.debug({ namespace }, message);
  }

  error(namespace: string, message: string): void {
    this.#log.error({ namespace }, message);
  }

  warn(namespace: string, message: string): void {
    this.#log.warn({ namespace }, message);
  }

  logQuery({ query, took, level }: { query: string } & LogContext): void {
    for (const listener of this.#listeners) listener(query);
    traceQuery({ query, took, failed: level === 'error' });
    if (level === 'error') this.#log.warn({ query, took }, 'A query failed');
    else this.#log.trace({ query, took }, 'Query');
  }

  setDebugMode(): void {
    // The level of the process's logger decides.
  }

  isEnabled(namespace: LoggerNamespace): boolean {
    return namespace !== 'query-params';
  }
}
