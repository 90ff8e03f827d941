export { createApolloServer, type ApolloOptions } from './apollo-server.ts';
export { createGatewayHttp, type GatewayHttpOptions } from './gateway-http.ts';
