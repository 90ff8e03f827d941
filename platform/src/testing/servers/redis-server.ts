import { Redis } from 'ioredis';
import { findProgram, startChildServer, type ChildServer } from './child-server.ts';

export interface RedisServerOptions {
  /** To start again where an earlier one stopped. */
  port?: number;
  folder?: string;
  /** Keeps every write through a kill. Default false. */
  persistent?: boolean;
  /** A cluster of this one node. Default false. */
  cluster?: boolean;
}

export interface RedisServer extends ChildServer {
  readonly url: string;
}

const redisProgram = () => findProgram(process.env['REDIS_COMMAND'] || 'redis-server');

/** Whether there is a `redis-server`: the file that REDIS_COMMAND names, or on PATH. */
export const hasRedisServer = (): boolean => redisProgram() !== undefined;

/** Starts a Redis of its own. @throws Error when there is no `redis-server` or it does not start. */
export async function startRedisServer({
  port,
  folder,
  persistent = false,
  cluster = false,
}: RedisServerOptions = {}): Promise<RedisServer> {
  const server = await startChildServer({
    command: redisProgram() ?? 'redis-server',
    port,
    folder,
    arguments: each => [
      '--port',
      String(each.port),
      '--bind',
      '127.0.0.1',
      '--dir',
      each.folder,
      '--save',
      '',
      ...(persistent ? ['--appendonly', 'yes', '--appendfsync', 'always'] : []),
      ...(cluster ? ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'] : []),
    ],
    isReady: each => ping(each, cluster),
  });
  return { ...server, url: `redis://127.0.0.1:${server.port}` };
}

async function ping(port: number, cluster: boolean): Promise<boolean> {
  const client = new Redis({
    port,
    host: '127.0.0.1',
    lazyConnect: true,
    disconnectTimeout: 50,
    retryStrategy: () => null,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    if (!cluster) return (await client.ping()) === 'PONG';
    await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383').catch(() => {});
    return String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok');
  } finally {
    client.disconnect();
  }
}
