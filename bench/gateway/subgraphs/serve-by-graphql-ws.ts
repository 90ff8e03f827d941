import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { SubgraphDefinition } from '../graph/index.ts';
import { memoisedHandler } from './memoised-handler.ts';

/** Serves a subgraph that streams by the reference implementation of the protocol and graphql-js, and answers its base address. */
export async function serveByGraphqlWs({ typeDefs, resolvers }: SubgraphDefinition): Promise<string> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]);
  const server = createServer({ keepAliveTimeout: 60_000 }, memoisedHandler(schema)).listen(0, '127.0.0.1');
  useServer({ schema }, new WebSocketServer({ server, path: '/graphql' }));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
