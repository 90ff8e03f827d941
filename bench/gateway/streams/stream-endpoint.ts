/** Where and how a client subscribes: through the gateway, or on a subgraph as the gateway does. Plain data. */
export interface StreamEndpoint {
  /** Of graphql-transport-ws. */
  readonly url: string;
  readonly connectionParams: Readonly<Record<string, string>>;
  /** Sent with every operation. */
  readonly extensions: Readonly<Record<string, string>>;
}
