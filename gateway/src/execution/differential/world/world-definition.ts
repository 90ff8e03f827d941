import type { SubgraphDefinition } from '../../../composition/index.ts';

/** A supergraph to compare on. Its data is made up by `World`; the subgraphs' schemas are all there is to write. */
export interface WorldDefinition {
  readonly name: string;
  /** SDL without the link to the federation specification. */
  readonly subgraphs: readonly SubgraphDefinition[];
  /** Stock cannot execute it (see the known divergences): only the whole graph is compared with. */
  readonly beyondStock?: boolean;
}

/** What every subgraph's SDL begins with. */
export const federationLink = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9",
  import: [
    "@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject", "@tag",
    "@context", "@fromContext"
  ]
)
`;
