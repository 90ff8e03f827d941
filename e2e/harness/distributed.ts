import { randomBytes } from 'node:crypto';
import { startTemporaryPostgres } from '@polyphony/embedded/postgres';
import { freePort, startRedisServer } from '@polyphony/platform/testing/servers';
import { printedAdmin, readyLine, type Installation } from './installation.ts';
import { otherMongo } from './mongo-address.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { startProcess, type WorkspaceProcess } from './workspace-process.ts';

const subgraphs = ['users', 'chat', 'sql', 'media', 'ops'] as const;
type ProcessName = (typeof subgraphs)[number] | 'worker' | 'gateway';

export interface Distributed extends Installation {
  readonly processes: Readonly<Record<ProcessName, WorkspaceProcess>>;
  /** Base address of the chat subgraph, which only those who sign with `identityKeys` may ask. */
  readonly chatUrl: string;
  /** The value of IDENTITY_KEYS. */
  readonly identityKeys: string;
}

/** Starts seven processes (gateway, five subgraphs, worker) on a real PostgreSQL and a real Redis of their own. */
export async function startDistributed(environment: Record<string, string>): Promise<Distributed> {
  const cleanUps: (() => Promise<unknown>)[] = [];
  const cleanUp = async () => {
    for (const step of cleanUps.toReversed()) await step();
  };
  try {
    return { ...(await start(environment, cleanUps)), stop: cleanUp };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function start(environment: Record<string, string>, cleanUps: (() => Promise<unknown>)[]) {
  const { folder, remove } = await temporaryFolder();
  cleanUps.push(remove);
  const [postgres, redis, mongo] = await Promise.all([
    startTemporaryPostgres(),
    startRedisServer(),
    startMongo(`${folder}/mongo`),
  ]);
  cleanUps.push(
    () => postgres.close(),
    () => redis.stop(),
    () => mongo.stop(),
  );

  const ports = await Promise.all(subgraphs.map(() => freePort()));
  const addresses = Object.fromEntries(
    subgraphs.map((name, index) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[index]}`]),
  );
  const identityKeys = `test:${randomBytes(32).toString('base64')}`;
  const shared = {
    ...environment,
    ...addresses,
    POSTGRES_URL: postgres.url,
    REDIS_URL: redis.url,
    MONGODB_URL: mongo.url,
    IDENTITY_KEYS: identityKeys,
    DATA_DIR: `${folder}/data`,
  };
  const run = (name: ProcessName, port = 0) => {
    const started = startProcess('server/src/serve.ts', {
      args: [name],
      environment: { ...shared, PORT: String(port) },
    });
    cleanUps.push(() => started.stop());
    return [name, started] as const;
  };
  const services = [...subgraphs.map((name, index) => run(name, ports[index])), run('worker')];
  await Promise.all(services.map(([, service]) => service.printed(readyLine)));
  const processes = Object.fromEntries([...services, run('gateway')]) as Distributed['processes'];
  return {
    url: await processes.gateway.printed(readyLine),
    dataFolder: shared.DATA_DIR,
    // Made by whichever of the two came first.
    admin: await Promise.any([printedAdmin(processes.users), printedAdmin(processes.worker)]),
    processes,
    chatUrl: addresses['CHAT_URL'] ?? '',
    identityKeys,
  };
}

async function startMongo(dataFolder: string): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const { MONGODB_URL: url } = otherMongo();
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  const server = startProcess('embedded/src/mongo/main.ts', { args: [dataFolder], environment: {} });
  return { url: await server.printed(/(mongodb:\S+)/), stop: () => server.stop() };
}
