import { createIdentitySigner } from '@polyphony/platform/identity';
import { createLogger } from '@polyphony/platform/logging';
import { serveSubgraph } from '@polyphony/platform/subgraph';
import type { SubgraphDefinition } from '../graph/index.ts';
import { toSubgraph } from './to-subgraph.ts';

/** Serves a subgraph as our own are, and answers its base address. */
export async function serveAsOurs(definition: SubgraphDefinition, identityKey: string): Promise<string> {
  const { url } = await serveSubgraph({
    subgraph: toSubgraph(definition),
    signer: createIdentitySigner([{ id: 'bench', secret: Buffer.from(identityKey, 'base64') }]),
    log: createLogger({ level: 'warn' }),
    host: '127.0.0.1',
    port: 0,
  });
  return url;
}
