import { randomBytes } from 'node:crypto';
import { createIdentitySigner } from '@polyphony/platform/identity';
import { silentLogger } from '@polyphony/platform/logging';
import { serveSubgraph, type ServedSubgraph } from '@polyphony/platform/subgraph';
import { createRemoteSubgraph } from '../subgraphs/index.ts';
import type { Connect } from './test-gateway.ts';

/** Serves the subgraphs as processes of their own would be, and reaches them over HTTP and WebSocket. */
export const overHttp: Connect = async ({ users, chat }) => {
  const signer = createIdentitySigner([{ id: 'test', secret: randomBytes(32) }]);
  const served: Record<string, ServedSubgraph> = {};
  for (const subgraph of [users, chat]) {
    served[subgraph.name] = await serveSubgraph({ subgraph, signer, log: silentLogger, host: '127.0.0.1', port: 0 });
  }
  const subgraphs = Object.entries(served).map(([name, { url }]) => createRemoteSubgraph({ name, url, signer }));
  return {
    subgraphs,
    stop: async name => served[name]?.close(),
    async close() {
      await Promise.all(subgraphs.map(subgraph => subgraph.close()));
      await Promise.all(Object.values(served).map(server => server.close()));
    },
  };
};
