import { createMemoryCache, type Cache } from '@polyphony/platform/cache';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import { createMemoryEventBus, type EventBus } from '@polyphony/platform/events';
import { createLocalCaller } from '@polyphony/platform/internal-calls';
import { silentLogger } from '@polyphony/platform/logging';
import { createMemoryRateLimiter } from '@polyphony/platform/rate-limits';
import { createExecutableSubgraph, type ExecutableSubgraph } from '@polyphony/platform/subgraph';
import type { Viewer } from '@polyphony/platform/context';
import { composeSupergraph } from '../composition/index.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway/index.ts';
import type { GatewaySettings } from '../settings/index.ts';
import { createTestChatSubgraph, type TestChatSubgraph } from './chat/chat.subgraph.ts';
import { createTestKeys, type TestKeys } from './test-keys.ts';
import { testViewer } from './test-viewer.ts';
import { createTestUsersSubgraph, type TestUsersSubgraph } from './users/users.subgraph.ts';

/** A gateway over two small subgraphs, listening on a free port of this machine. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly socketUrl: string;
  readonly keys: TestKeys;
  readonly cache: Cache;
  readonly events: EventBus;
  readonly users: TestUsersSubgraph;
  readonly chat: TestChatSubgraph;
  /** Fetches so far, by subgraph. */
  readonly fetches: Record<string, number>;
  token(viewer?: Partial<Viewer>, lifetimeSeconds?: number): Promise<string>;
  /** The headers, or connection parameters, of a logged-in client. */
  credentials(viewer?: Partial<Viewer>, lifetimeSeconds?: number): Promise<{ authorization: string }>;
  /** Takes a subgraph away. In process it answers no more; over HTTP its server closes. */
  stop(name: 'users' | 'chat'): Promise<void>;
  close(): Promise<void>;
}

/** How the gateway reaches its subgraphs; `close` undoes it. */
export type Connect = (subgraphs: { users: TestUsersSubgraph; chat: TestChatSubgraph }) => Promise<{
  subgraphs: ExecutableSubgraph[];
  stop(name: string): Promise<void>;
  close(): Promise<void>;
}>;

export const inProcess: Connect = async ({ users, chat }) => {
  const stopped = new Set<string>();
  return {
    subgraphs: [createExecutableSubgraph(users), createExecutableSubgraph(chat)].map(subgraph => ({
      ...subgraph,
      async execute(request, context) {
        if (stopped.has(subgraph.name)) throw new DownstreamServiceError(subgraph.name);
        return subgraph.execute(request, context);
      },
    })),
    stop: async name => void stopped.add(name),
    close: async () => undefined,
  };
};

export async function startTestGateway({
  connect = inProcess,
  settings = {},
  more = {},
}: {
  connect?: Connect;
  settings?: Partial<GatewaySettings>;
  more?: Partial<GatewayOptions>;
} = {}): Promise<TestGateway> {
  const keys = await createTestKeys();
  const users = await createTestUsersSubgraph(keys);
  const chat = await createTestChatSubgraph();
  const connected = await connect({ users, chat });
  const fetches: Record<string, number> = {};
  const cache = createMemoryCache();
  const events = createMemoryEventBus();
  const gateway = await createGateway({
    subgraphs: connected.subgraphs.map(subgraph => counted(subgraph, fetches)),
    supergraphSdl: composeSupergraph([users, chat].map(({ name, schema }) => ({ name, sdl: schema.sdl }))),
    internal: createLocalCaller(new Map([['users', users.procedures]])),
    cache,
    events,
    rateLimiter: createMemoryRateLimiter(),
    log: silentLogger,
    settings,
    ...more,
  });
  const { url, port } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const token = (viewer?: Partial<Viewer>, lifetimeSeconds?: number) => keys.token(testViewer(viewer), lifetimeSeconds);
  return {
    gateway,
    url,
    socketUrl: `ws://127.0.0.1:${port}/graphql`,
    keys,
    cache,
    events,
    users,
    chat,
    fetches,
    token,
    credentials: async (viewer, lifetimeSeconds) => ({
      authorization: `Bearer ${await token(viewer, lifetimeSeconds)}`,
    }),
    stop: connected.stop,
    async close() {
      await gateway.close();
      await connected.close();
    },
  };
}

function counted(subgraph: ExecutableSubgraph, fetches: Record<string, number>): ExecutableSubgraph {
  const count = () => {
    fetches[subgraph.name] = (fetches[subgraph.name] ?? 0) + 1;
  };
  const { executeText } = subgraph;
  return {
    ...subgraph,
    execute(request, context) {
      count();
      return subgraph.execute(request, context);
    },
    ...(executeText !== undefined && {
      executeText(request, context) {
        count();
        return executeText(request, context);
      },
    }),
  };
}
