export { createBreather } from './breather.ts';
export { closeCodes, closeFor } from './close-codes.ts';
export { RequestRejectedError } from './request-rejected.error.ts';
export { runOperation, type RunningOperation } from './running-operation.ts';
export {
  serveGraphqlSockets,
  type GraphqlSockets,
  type GraphqlSocketsOptions,
  type SocketConnection,
  type SocketLimits,
} from './serve-graphql-sockets.ts';
