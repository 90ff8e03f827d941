export { createGatewayHttp, type GatewayHttpOptions } from './gateway-http.ts';
