export { createRemoteSubgraph, type RemoteSubgraph, type RemoteSubgraphOptions } from './remote-subgraph.ts';
export { subgraphHealthCheck, type CheckedSubgraph } from './subgraph-health.ts';
