export {
  createGatewayMetrics,
  type FinishedOperation,
  type GatewayMetrics,
  type OperationType,
} from './gateway-metrics.ts';
export { showSubgraphs } from './subgraph.metrics.ts';
export type { ShownMetric, ShownValue } from './shown-metric.ts';
