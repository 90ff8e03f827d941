import type { Logger } from '@polyphony/platform/logging';
import type { Shutdown } from '@polyphony/platform/shutdown';
import type { EngineEnvironment } from '../environment/index.ts';
import { EngineMissingError, type Engine } from './engine.ts';
import { openMessaging, type MessagingEngine } from './messaging.engine.ts';
import { openMongo, type MongoEngine } from './mongo.engine.ts';
import { openPostgres, type PostgresEngine } from './postgres.engine.ts';

/** The engines of a process. Each is opened when it is first asked for, so that a process opens only what it uses. */
export interface Engines {
  postgres(): Promise<PostgresEngine>;
  mongo(): Promise<MongoEngine>;
  messaging(): Promise<MessagingEngine>;
  /** Those that are open. */
  opened(): Engine[];
}

export interface EnginesOptions {
  environment: EngineEnvironment;
  dataFolder: string;
  log: Logger;
  shutdown: Shutdown;
  /** Whether an engine that is not named may run in this process. */
  embed: boolean;
}

export function createEngines({ environment, dataFolder, log, shutdown, embed }: EnginesOptions): Engines {
  const opened: Engine[] = [];

  function once<Opened extends Engine>(
    variable: keyof EngineEnvironment,
    open: () => Opened | Promise<Opened>,
  ): () => Promise<Opened> {
    let engine: Promise<Opened> | undefined;
    const openOnce = async () => {
      if (!embed && environment[variable] === undefined) throw new EngineMissingError(variable);
      const ready = await open();
      opened.push(ready);
      shutdown.onShutdown(ready.name, () => ready.close(), 15_000);
      return ready;
    };
    return () => (engine ??= openOnce());
  }

  return {
    postgres: once('POSTGRES_URL', () => openPostgres({ url: environment.POSTGRES_URL, dataFolder, log })),
    mongo: once('MONGODB_URL', () => openMongo({ url: environment.MONGODB_URL, dataFolder, log })),
    messaging: once('REDIS_URL', () => openMessaging({ url: environment.REDIS_URL, log })),
    opened: () => [...opened],
  };
}
