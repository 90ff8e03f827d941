import { createServer, type AddressInfo } from 'node:net';
import { CommandDispatcher } from '../commands/dispatcher.ts';
import { MongoEngine } from '../engine/mongo-engine.ts';
import { Connection } from '../wire/connection.ts';

/** The only address this engine is reachable at: it has no access control. */
const loopback = '127.0.0.1';

export interface WireServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens the data folder and serves it in this thread. Rejects when the folder or the port is in use. */
export async function startWireServer(options: {
  dataFolder: string;
  port: number;
  log: (message: string) => void;
}): Promise<WireServer> {
  const { log } = options;
  const engine = new MongoEngine(options.dataFolder, log);
  const dispatcher = new CommandDispatcher(engine, log);
  const connections = new Set<Connection>();
  let lastNumber = 0;
  let host = '';
  const server = createServer(socket => {
    const connection = new Connection(socket, dispatcher, { number: ++lastNumber, host, log });
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, loopback, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    engine.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  host = `${loopback}:${port}`;
  let closing: Promise<void> | undefined;
  return {
    port,
    close: () =>
      (closing ??= new Promise(resolve => {
        server.close(() => {
          engine.close();
          resolve();
        });
        for (const connection of connections) connection.close();
      })),
  };
}
