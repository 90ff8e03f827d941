import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { CancelledError } from '@polyphony/platform/errors';
import { silentLogger } from '@polyphony/platform/logging';
import { createExecutableSubgraph } from '@polyphony/platform/subgraph';
import { composeSupergraph } from '../composition/index.ts';
import { createGraphExecution, type GraphExecution } from '../execution/index.ts';
import { createOperationLimits } from '../limits/index.ts';
import { createGatewayMetrics } from '../metrics/index.ts';
import type { Graph, GraphReplacedListener } from '../supergraph/index.ts';
import { createTestChatSubgraph } from '../testing/chat/chat.subgraph.ts';
import { createTestKeys } from '../testing/test-keys.ts';
import { testViewer } from '../testing/index.ts';
import { createTestUsersSubgraph } from '../testing/users/users.subgraph.ts';
import { createApolloGateway } from './index.ts';

const metrics = createGatewayMetrics();

/** A graph of both test subgraphs, or of the users alone, that the test replaces. */
async function createTestGraph() {
  const users = await createTestUsersSubgraph(await createTestKeys());
  const chat = await createTestChatSubgraph();
  const build = (...parts: (typeof users | typeof chat)[]) =>
    createGraphExecution({
      supergraphSdl: composeSupergraph(parts.map(({ name, schema }) => ({ name, sdl: schema.sdl }))),
      subgraphs: parts.map(part => createExecutableSubgraph(part)),
      limits: createOperationLimits(),
      metrics,
      eventTimeoutMs: 1000,
    });
  const listeners = new Set<GraphReplacedListener>();
  let current: GraphExecution = build(users, chat);
  const graph: Graph = {
    get current() {
      return current;
    },
    onReplaced(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return {
    graph,
    listeners,
    replaceByUsersAlone() {
      const previous = current;
      current = build(users);
      for (const listener of listeners) listener(new CancelledError('Replaced.'), previous);
    },
  };
}

describe('The graph behind Apollo Server', () => {
  let test: Awaited<ReturnType<typeof createTestGraph>>;
  let server: ApolloServer;
  let heard: string[];
  const plugin: ApolloServerPlugin = {
    async serverWillStart() {
      return {
        schemaDidLoadOrUpdate: ({ apiSchema, coreSupergraphSdl }) =>
          void heard.push(
            `schema ${Object.keys(apiSchema.getQueryType()!.getFields()).includes('conversation')} ${coreSupergraphSdl?.includes('CHAT')}`,
          ),
      };
    },
    async requestDidStart() {
      heard.push('requestDidStart');
      return {
        didResolveOperation: async ({ operationName }) => void heard.push(`didResolveOperation ${operationName}`),
        didEncounterErrors: async ({ errors }) =>
          void heard.push(`didEncounterErrors ${String(errors[0]?.extensions['code'])}`),
        willSendResponse: async () => void heard.push('willSendResponse'),
      };
    },
  };
  beforeEach(async () => {
    heard = [];
    test = await createTestGraph();
    server = new ApolloServer({
      gateway: createApolloGateway<{ user?: string }>(test.graph, {
        toRequestContext: ({ user }) => ({ viewer: user === undefined ? null : testViewer({ username: user }) }),
      }),
      plugins: [plugin],
      logger: { ...silentLogger, debug() {}, info() {}, warn() {}, error() {} },
    });
    await server.start();
  });
  afterEach(() => server.stop());

  const ask = async (
    query: string,
    { user, variables }: { user?: string; variables?: Record<string, unknown> } = {},
  ) => {
    const { body } = await server.executeOperation(
      { query, ...(variables && { variables }) },
      { contextValue: user === undefined ? {} : { user } },
    );
    if (body.kind !== 'single') throw new Error('Not a single result.');
    return body.singleResult;
  };

  it('answers queries over several subgraphs for the viewer of the context, and plugins hear of each step', async () => {
    const query = 'query Q($id: ID!) { me { username } conversation(id: $id) { title user { username } } }';
    const { data, errors } = await ask(query, { user: 'grace', variables: { id: 'c1' } });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      me: { username: 'grace' },
      conversation: { title: 'title of c1', user: { username: 'name of u1' } },
    });
    expect(heard).toEqual(['schema true true', 'requestDidStart', 'didResolveOperation Q', 'willSendResponse']);
  });

  it('gives plugins the errors, coded, and masks what is internal', async () => {
    expect(await ask('{ me { username } conversation(id: "gone") { id } crash }')).toMatchObject({
      data: null,
      errors: expect.arrayContaining([expect.objectContaining({ path: ['me'] })]),
    });
    expect(heard).toContain('didEncounterErrors UNAUTHENTICATED');
    const { data, errors } = await ask('{ crash }');
    expect(data).toEqual({ crash: null });
    expect(errors).toMatchObject([
      { message: 'Internal server error', path: ['crash'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
  });

  it('refuses what is too large, as the gateway does', async () => {
    const { data, errors } = await ask(`{ ${Array.from({ length: 60 }, (_, n) => `a${n}: crash`).join(' ')} }`);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('tells Apollo Server of the graph that replaces it, and listens no more when stopped', async () => {
    test.replaceByUsersAlone();
    expect(heard).toEqual(['schema true true', 'schema false false']);
    expect((await ask('{ me { id } }', { user: 'ada' })).data).toEqual({ me: { id: 'u1' } });
    expect((await ask('{ conversation(id: "c1") { id } }')).errors).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    await server.stop();
    expect(test.listeners.size).toBe(0);
    expect(heard.filter(entry => entry.startsWith('schema'))).toHaveLength(2);
  });
});
