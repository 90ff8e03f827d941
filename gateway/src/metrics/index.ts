export { createGatewayMetrics, type GatewayMetrics, type OperationType } from './gateway-metrics.ts';
