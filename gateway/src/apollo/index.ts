export { createApolloGateway, type ApolloGatewayOptions } from './apollo-gateway.ts';
