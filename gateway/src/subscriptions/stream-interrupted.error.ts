import { DownstreamServiceError, GatewayTimeoutError } from '@polyphony/platform/errors';
import { RequestRejectedError } from '@polyphony/platform/sockets';

/** The connection under a running stream broke. What was heard so far is right, what would have come is unknown. */
export class StreamInterruptedError extends DownstreamServiceError {}

/** Whether a stream ended for reasons of the process that served it: asking again may succeed, there or elsewhere. */
export function isInterruption(error: Error): boolean {
  if (error instanceof StreamInterruptedError) return true;
  // What a subgraph that shuts down says to those who listen.
  return error instanceof RequestRejectedError && error.errors[0]?.extensions?.['code'] === 'CANCELLED';
}

/** Whether a stream did not come about because nobody answered. */
export function isUnreachable(error: Error): boolean {
  return isInterruption(error) || error instanceof DownstreamServiceError || error instanceof GatewayTimeoutError;
}
