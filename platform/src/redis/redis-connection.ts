import { ReplyError, type Cluster, type Redis } from 'ioredis';
import { DownstreamServiceError } from '../errors/index.ts';
import { silentLogger, type Logger } from '../logging/index.ts';
import { RedisChannels } from './redis-channels.ts';
import { closeClient, createCommandClient, createSubscriberClient } from './redis-clients.ts';
import { runScript, type RedisScript } from './redis-script.ts';

/** This process's use of one Redis: one connection for commands (in a cluster one a node) and one that listens. */
export interface RedisConnection {
  readonly channels: RedisChannels;
  /**
   * Sends a command: `redis.send(client => client.get(key))`.
   * @throws DownstreamServiceError when Redis cannot be reached or does not answer within 8 s; replies that are errors as they are.
   */
  send<Answer>(command: (client: Redis) => Promise<Answer>): Promise<Answer>;
  /** Runs a script; the errors are those of `send`. */
  run(script: RedisScript, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
  /** Gives the connection back; it closes with its last user. */
  close(): Promise<void>;
}

interface SharedClients {
  readonly commands: Redis | Cluster;
  readonly subscriber: Redis;
  readonly channels: RedisChannels;
  users: number;
}

const shared = new Map<string, SharedClients>();

/**
 * The connection of this process to the Redis that the URL names, shared by all who ask with the same URL; several URLs,
 * separated by commas, are nodes of a cluster. It connects in the background and reconnects for ever; the first user's `log`
 * hears of trouble.
 */
export function connectRedis(url: string, log: Logger = silentLogger): RedisConnection {
  const clients = shared.get(url) ?? openClients(url, log);
  shared.set(url, clients);
  clients.users++;
  let closed = false;

  async function send<Answer>(command: (client: Redis) => Promise<Answer>): Promise<Answer> {
    if (closed) throw new Error('The Redis connection is closed.');
    try {
      // A cluster client has the same commands; its type only lacks what belongs to one connection.
      return await command(clients.commands as Redis);
    } catch (error) {
      throw error instanceof ReplyError ? error : new DownstreamServiceError('redis', error);
    }
  }

  return {
    channels: clients.channels,
    send,
    run: (script, keys, values) => send(client => runScript(client, script, keys, values)),
    async close() {
      if (closed) return;
      closed = true;
      if (--clients.users > 0) return;
      shared.delete(url);
      closeClient(clients.commands);
      closeClient(clients.subscriber);
    },
  };
}

function openClients(url: string, log: Logger): SharedClients {
  const subscriber = createSubscriberClient(url, log);
  return {
    commands: createCommandClient(url, log),
    subscriber,
    channels: new RedisChannels(subscriber, log),
    users: 0,
  };
}
