import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { createLogger, type Logger } from '@polyphony/platform/logging';
import { createShutdown, shutDownOnSignals, type Shutdown } from '@polyphony/platform/shutdown';
import type { Environment } from '../environment/index.ts';
import { startProcessTracing } from './process-tracing.ts';

/** What every process of ours has, whatever it runs. */
export interface ProcessBase {
  readonly log: Logger;
  readonly shutdown: Shutdown;
  /** Absolute, made when missing, readable by this user only. */
  readonly dataFolder: string;
}

/** Sets up logging, tracing, the way out on signals and on unexpected errors, and the data folder. Comes before any store. */
export async function createProcessBase(service: string, environment: Environment): Promise<ProcessBase> {
  const log = createLogger({ level: environment.LOG_LEVEL, pretty: environment.LOG_PRETTY, service });
  const shutdown = createShutdown(log);
  shutDownOnSignals(shutdown);
  const fail = (reason: unknown) => {
    log.fatal({ err: reason }, 'Unexpected error outside of any request');
    void shutdown.run('unexpected error').then(() => process.exit(1));
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const dataFolder = path.resolve(environment.DATA_DIR);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  await startProcessTracing(service, environment, { log, shutdown });
  return { log, shutdown, dataFolder };
}
