// The same in one process, with a reviews subgraph that streams; the others answer from memory.
import { streamingSubgraphDefinitions } from '../graph/index.ts';
import { streamingReviews } from '../graph/streaming-reviews.subgraph.ts';
import { offerCommands } from '../processes/commands.ts';
import { serveAsOurs } from './serve-as-ours.ts';
import { serveByGraphqlWs } from './serve-by-graphql-ws.ts';
import { serveMemoised } from './serve-memoised.ts';

export interface StreamingSubgraphsOrder {
  readonly streamsBy: 'our own server' | 'graphql-ws';
  /** Whose identities our own server believes, in base64. */
  readonly identityKey: string;
}

offerCommands({
  /** Base addresses by name. */
  async serve({ streamsBy, identityKey }: StreamingSubgraphsOrder): Promise<Record<string, string>> {
    const addresses: Record<string, string> = {};
    for (const definition of streamingSubgraphDefinitions) {
      if (definition !== streamingReviews) addresses[definition.name] = await serveMemoised(definition);
      else if (streamsBy === 'graphql-ws') addresses[definition.name] = await serveByGraphqlWs(definition);
      else addresses[definition.name] = await serveAsOurs(definition, identityKey);
    }
    return addresses;
  },
});
