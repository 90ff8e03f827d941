export { configuredSource, type SupergraphSettings } from './configured.source.ts';
export { fileSource, type FileSourceOptions } from './file.source.ts';
export { fixedGraph, type Graph, type GraphReplacedListener } from './graph.ts';
export { createLiveGraph, type LiveGraph, type LiveGraphOptions } from './live-graph.ts';
export type { NamedSubgraph } from './named-subgraphs.ts';
export type { OperationText } from './operation-popularity.ts';
export { createOriginList } from './origin-list.ts';
export { staticSource } from './static.source.ts';
export {
  createSubgraphConnections,
  type ConnectedSubgraph,
  type ConnectSubgraph,
  type SubgraphConnections,
} from './subgraph-connections.ts';
export type { StartedSource, SupergraphSource } from './supergraph-source.ts';
export { uplinkSource, type UplinkSourceOptions } from './uplink.source.ts';
export { urlSource, type UrlSourceOptions } from './url.source.ts';
