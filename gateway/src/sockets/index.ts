export { serveGatewaySockets, type GatewaySocketsOptions } from './gateway-sockets.ts';
