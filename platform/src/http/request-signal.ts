import type { ServerResponse } from 'node:http';
import { CancelledError } from '../errors/index.ts';

/** A signal that aborts with CancelledError when the client leaves before its answer is complete. */
export function clientSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new CancelledError('The client left.'));
  });
  return controller.signal;
}
