import type { StreamEndpoint } from '../streams/stream-endpoint.ts';

/** Where the clients of the mixed load go. Plain data. */
export interface GatewayAddresses {
  /** Of the GraphQL endpoint over HTTP. */
  readonly url: string;
  /** Of server-sent events. */
  readonly streamUrl: string;
  readonly socket: StreamEndpoint;
}
