export { subgraphHealthCheck, type CheckedSubgraph } from './subgraph-health.ts';
