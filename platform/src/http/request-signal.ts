import type { ServerResponse } from 'node:http';
import { CancelledError } from '../errors/index.ts';

/** Its signal aborts with CancelledError when the client leaves before its answer is complete. */
export function clientController(response: ServerResponse): AbortController {
  const controller = new AbortController();
  const leave = () => {
    if (!response.writableFinished) controller.abort(new CancelledError('The client left.'));
  };
  // Who left before anybody asked will not say so again.
  if (response.closed) leave();
  else response.once('close', leave);
  return controller;
}

/** A signal that aborts with CancelledError when the client leaves before its answer is complete. */
export function clientSignal(response: ServerResponse): AbortSignal {
  return clientController(response).signal;
}
