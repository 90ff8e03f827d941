import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../logging/index.ts';

/** How long a command may take, waiting for a reconnect included. A restart of Redis fits in. */
const commandTimeoutMs = 8000;

const retryDelay = (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 10), 1000);

const common: RedisOptions = {
  connectTimeout: 3000,
  disconnectTimeout: 500,
  // About every 8 s without a connection, so that a long outage does not pile up commands.
  maxRetriesPerRequest: 10,
  retryStrategy: retryDelay,
};

/** `redis://...` names one server; several of them, separated by commas, name nodes of one cluster. */
function nodesOf(url: string): string[] {
  return url.split(',').map(node => node.trim());
}

/** The client that sends commands. Reconnects for ever; a command rejects when it took too long. */
export function createCommandClient(url: string, log: Logger): Redis | Cluster {
  const nodes = nodesOf(url);
  const redisOptions = { ...common, commandTimeout: commandTimeoutMs };
  if (nodes.length === 1) return logged(new Redis(nodes[0]!, redisOptions), log, 'commands');
  const { username, password } = new URL(nodes[0]!);
  const cluster = new Cluster(nodes, {
    clusterRetryStrategy: retryDelay,
    redisOptions: {
      ...redisOptions,
      username: decodeURIComponent(username) || undefined,
      password: decodeURIComponent(password) || undefined,
    },
  });
  return logged(cluster, log, 'commands');
}

/**
 * The connection that listens to channels. In a cluster any node brings the messages of all, so it moves on to the next one at
 * every reconnect. Its owner subscribes again at every `ready`.
 */
export function createSubscriberClient(url: string, log: Logger): Redis {
  const nodes = nodesOf(url);
  const client: Redis = new Redis(nodes[0]!, {
    ...common,
    // The client's own would leave a rejection that nobody handles.
    autoResubscribe: false,
    retryStrategy(attempt) {
      const { hostname, port } = new URL(nodes[attempt % nodes.length]!);
      Object.assign(client.options, { host: hostname, port: Number(port || 6379) });
      return retryDelay(attempt);
    },
  });
  return logged(client, log, 'subscriber');
}

/** Closes for good: what still waits for an answer rejects at once. */
export function closeClient(client: Redis | Cluster): void {
  // Between two attempts to connect, ioredis would leave the waiting commands to their time limit; before the first it rejects them.
  if (client.status === 'reconnecting' && client instanceof Redis) client.status = 'wait';
  client.disconnect();
}

/** Reports the start and the end of trouble, not every attempt in between. */
function logged<Client extends Redis | Cluster>(client: Client, log: Logger, role: string): Client {
  let troubled = false;
  client.on('error', (error: Error) => {
    if (troubled) return;
    troubled = true;
    log.error({ role, reason: error.message }, 'Redis is not reachable, trying again');
  });
  client.on('ready', () => {
    if (troubled) log.info({ role }, 'Redis is reachable again');
    troubled = false;
  });
  return client;
}
