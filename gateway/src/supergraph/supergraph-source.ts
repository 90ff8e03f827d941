/** Where the gateway's supergraphs come from: the first one, and those that replace it. */
export interface SupergraphSource {
  /** For logs; free of secrets. */
  readonly description: string;
  /**
   * Gives the first supergraph, as SDL, and hands every later one to `offer` until it is stopped. What it hands over may be broken or
   * the same as before: that is for the receiver to see. @throws Error when there is no first one.
   */
  start(offer: (supergraphSdl: string) => void): Promise<StartedSource>;
}

export interface StartedSource {
  readonly supergraphSdl: string;
  stop(): Promise<void>;
}

/** Largest supergraph that is read, in bytes. */
export const maxSupergraphBytes = 16 * 1024 * 1024;
