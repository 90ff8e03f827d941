export { BatchWriter } from './batch-writer.ts';
export { closeCodes, closeFor } from './close-codes.ts';
export { deferredIterator } from './deferred-iterator.ts';
export {
  createSendWindow,
  eventCost,
  grantPayload,
  readGrants,
  readWindow,
  windowExtension,
  type SendWindow,
} from './flow-control.ts';
export { RequestRejectedError } from './request-rejected.error.ts';
export { RunningOperation } from './running-operation.ts';
export {
  serveGraphqlSockets,
  type GraphqlSockets,
  type GraphqlSocketsOptions,
  type SocketConnection,
  type SocketLimits,
} from './serve-graphql-sockets.ts';
