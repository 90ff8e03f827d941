export type { CircuitStateName } from './circuit.ts';
export { createRemoteSubgraph, type RemoteSubgraph, type RemoteSubgraphOptions } from './remote-subgraph.ts';
export { defaultRemoteSubgraphSettings, type RemoteSubgraphSettings } from './remote-subgraph.settings.ts';
export { subgraphHealthCheck, type CheckedSubgraph } from './subgraph-health.ts';
export type { FetchCounts, SubgraphStatus } from './subgraph-status.ts';
