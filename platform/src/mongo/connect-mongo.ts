import { MongoClient, type Db } from 'mongodb';
import { databaseNameOf } from './database-name.ts';
import { traceMongoCommands } from './trace-commands.ts';

export interface MongoConnection {
  readonly client: MongoClient;
  readonly db: Db;
  close(): Promise<void>;
}

export interface MongoOptions {
  url: string;
  /** Used when the URL names no database. */
  databaseName?: string;
  appName?: string;
  maxPoolSize?: number;
}

/** Connects to MongoDB: acknowledged by the majority and journaled, so that what was answered is kept. */
export async function connectMongo({
  url,
  databaseName = 'polyphony',
  appName,
  maxPoolSize = 50,
}: MongoOptions): Promise<MongoConnection> {
  const client = new MongoClient(url, {
    appName,
    maxPoolSize,
    serverSelectionTimeoutMS: 5000,
    writeConcern: { w: 'majority', journal: true },
    retryWrites: true,
    ignoreUndefined: true,
    monitorCommands: true,
  });
  traceMongoCommands(client);
  await client.connect();
  return { client, db: client.db(databaseNameOf(url) ?? databaseName), close: () => client.close() };
}
