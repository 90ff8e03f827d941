/** What the load generator is told to do. */
export interface LoadOrder {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** Sent in turn, each connection beginning elsewhere. */
  readonly queries: readonly string[];
  /** Connections, each with one request at a time. */
  readonly connections: number;
  readonly seconds: number;
  /** At least so many, however long it takes. */
  readonly atLeast?: number;
}

export interface LoadReport {
  readonly requests: number;
  /** Requests that were not answered, or not with 200, or not with as many bytes as this query was answered with before. */
  readonly failures: number;
  readonly seconds: number;
  /** Milliseconds from sending a request to its whole answer. */
  readonly p50: number;
  readonly p99: number;
}
