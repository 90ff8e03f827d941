import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { temporaryFolder } from '@polyphony/e2e/harness';
import { createIdentitySigner, identityHeader } from '@polyphony/platform/identity';
import type { GatewaySettings } from '@polyphony/gateway/settings';
import type { Contestant } from '../contestants/contestant.ts';
import { startPolyphony } from '../contestants/polyphony.ts';
import { composeGraph } from '../graph/compose-graph.ts';
import { streamingSubgraphDefinitions } from '../graph/index.ts';
import { streamingReviews } from '../graph/streaming-reviews.subgraph.ts';
import { startMeasuredProcess, type MeasuredProcess } from '../processes/measured-process.ts';
import type { StreamingSubgraphsOrder } from '../subgraphs/streaming-subgraphs.process.ts';
import type { StreamEndpoint } from './stream-endpoint.ts';

/** Subgraphs that stream, and how to stand gateways in front of them. */
export interface StreamingGraph {
  readonly subgraphs: MeasuredProcess;
  startGateway(options: { name: string; settings?: Partial<GatewaySettings> }): Promise<Contestant>;
  /** Straight to the subgraph, as the gateway subscribes there. Good for a few seconds. */
  direct(): StreamEndpoint;
}

/** The gateway's own sockets, as a client without credentials uses them. */
export const throughGateway = ({ url }: Contestant): StreamEndpoint => ({
  url: url.replace('http:', 'ws:'),
  connectionParams: {},
  extensions: {},
});

/** Streams come from a server of ours unless another is asked for. */
export async function startStreamingGraph(
  resources: AsyncDisposableStack,
  { streamsBy = 'our own server' }: Partial<Pick<StreamingSubgraphsOrder, 'streamsBy'>> = {},
): Promise<StreamingGraph> {
  const { folder, remove } = await temporaryFolder();
  resources.defer(remove);
  const identityKey = randomBytes(32).toString('base64');
  const signer = createIdentitySigner([{ id: 'bench', secret: Buffer.from(identityKey, 'base64') }]);
  const subgraphs = resources.use(
    startMeasuredProcess({ name: 'The subgraphs', file: 'subgraphs/streaming-subgraphs.process.ts' }),
  );
  const addresses = await subgraphs.call<Record<string, string>>('serve', {
    streamsBy,
    identityKey,
  } satisfies StreamingSubgraphsOrder);
  const supergraphFile = `${folder}/supergraph.graphql`;
  writeFileSync(supergraphFile, composeGraph(streamingSubgraphDefinitions, addresses));
  return {
    subgraphs,
    startGateway: options =>
      startPolyphony({ deduplicate: true, ...options, supergraphFile, addresses, identityKey, resources }),
    direct() {
      const identity = { [identityHeader]: signer.sign({ caller: 'bench', viewer: null }) };
      return {
        url: `${addresses[streamingReviews.name]?.replace('http:', 'ws:')}/graphql`,
        connectionParams: identity,
        extensions: identity,
      };
    },
  };
}
