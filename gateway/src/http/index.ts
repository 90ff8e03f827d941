export { createApolloServer, type ApolloOptions } from './apollo-server.ts';
export { clientAddress } from './client-address.ts';
export { createClientRateLimit, type AdmitOperation } from './client-rate-limit.ts';
export { createGatewayHttp, type GatewayHttpOptions } from './gateway-http.ts';
