// The same in one process, but reviews served as our own subgraphs are, since it streams; the others answer from memory.
import { createIdentitySigner } from '@polyphony/platform/identity';
import { createLogger } from '@polyphony/platform/logging';
import { serveSubgraph } from '@polyphony/platform/subgraph';
import { streamingSubgraphDefinitions } from '../graph/index.ts';
import { streamingReviews } from '../graph/streaming-reviews.subgraph.ts';
import { offerCommands } from '../processes/commands.ts';
import { serveMemoised } from './serve-memoised.ts';
import { toSubgraph } from './to-subgraph.ts';

offerCommands({
  /** Base addresses by name. */
  async serve(identityKey: string): Promise<Record<string, string>> {
    const addresses: Record<string, string> = {};
    const signer = createIdentitySigner([{ id: 'bench', secret: Buffer.from(identityKey, 'base64') }]);
    for (const definition of streamingSubgraphDefinitions) {
      if (definition === streamingReviews) {
        const subgraph = toSubgraph(definition);
        const served = await serveSubgraph({
          subgraph,
          signer,
          log: createLogger({ level: 'warn' }),
          host: '127.0.0.1',
          port: 0,
        });
        addresses[definition.name] = served.url;
      } else addresses[definition.name] = await serveMemoised(definition);
    }
    return addresses;
  },
});
