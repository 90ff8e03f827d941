import { startServerThread } from './server-thread.ts';
import { startWireServer } from './wire-server.ts';

/** A running development MongoDB. */
export interface MongoServer {
  /** For the `mongodb` driver; names the replica set, which sessions and change streams need. */
  readonly url: string;
  readonly port: number;
  /** Stores what is pending, closes all connections and releases the data folder. */
  close(): Promise<void>;
}

export interface MongoServerOptions {
  /** Where the data lives; created when missing. One server at a time may use it. */
  readonly dataFolder: string;
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly log?: (message: string) => void;
  /** Whether to run in a thread of its own, so that long scans do not hold up this one. */
  readonly thread?: boolean;
}

/**
 * Starts the development MongoDB on the loopback address. Rejects when the data folder is in use by another server, or the port
 * is taken.
 */
export async function startMongoServer(options: MongoServerOptions): Promise<MongoServer> {
  const { dataFolder, port = 0, log = () => undefined, thread = false } = options;
  const start = thread ? startServerThread : startWireServer;
  const server = await start({ dataFolder, port, log });
  return { url: `mongodb://127.0.0.1:${server.port}/?replicaSet=rs0`, port: server.port, close: () => server.close() };
}
