/** How results are written into the body of one HTTP response. Everything is bytes held as latin1. */
export interface ResultStreamEncoding {
  readonly contentType: string;
  /** Begins the body: some browsers show a stream as open only once something arrived. */
  readonly opening: string;
  /** Says that the stream is alive. */
  readonly heartbeat: string;
  /** @param result The JSON text of a result. */
  next(result: string): string;
  /** The errors that an operation broke off with, or could not begin with, as the JSON text of a list. */
  failure(errors: string): string;
  /** Ends the body. */
  readonly ending: string;
}
