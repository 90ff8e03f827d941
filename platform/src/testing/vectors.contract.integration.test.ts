import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { DownstreamServiceError } from '../errors/index.ts';
import { createChromaVectorStore } from '../vectors/index.ts';
import { describeVectorStoreContract, describeWithEngine, freePort, twoInstances } from './index.ts';

describe('vectors in Chroma', () => {
  it('are not available while the server cannot be reached', async () => {
    const store = createChromaVectorStore({ url: `http://127.0.0.1:${await freePort()}` });
    await expect(store.count('a')).rejects.toThrow(DownstreamServiceError);
  });

  it('are not available when the server fails', async () => {
    const server = createServer((_request, response) => response.writeHead(500).end('{}')).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const store = createChromaVectorStore({ url: `http://127.0.0.1:${port}` });
    await expect(store.query('a', Float32Array.of(1), { limit: 1 })).rejects.toThrow(DownstreamServiceError);
    server.closeAllConnections();
    server.close();
  });
});

await describeWithEngine('chroma', ({ url }) => {
  describeVectorStoreContract('Chroma', async () => twoInstances(() => createChromaVectorStore({ url })));
});
