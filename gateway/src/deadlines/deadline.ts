import { CancelledError, GatewayTimeoutError } from '@polyphony/platform/errors';

/** A signal that aborts with its parent or, with GatewayTimeoutError, after some time. `clear` must be called when the work is done. */
export interface Deadline {
  readonly signal: AbortSignal;
  clear(): void;
}

export function createDeadline(parent: AbortSignal, milliseconds: number): Deadline {
  const controller = new AbortController();
  const follow = () => controller.abort(parent.reason);
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  const timer = setTimeout(() => controller.abort(new GatewayTimeoutError()), milliseconds);
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      parent.removeEventListener('abort', follow);
    },
  };
}

/** Aborts the controller with GatewayTimeoutError after some time; the answer is for `clearTimeout` when the work is done. */
export function startDeadline(controller: AbortController, milliseconds: number): NodeJS.Timeout {
  return setTimeout(expire, milliseconds, controller);
}

function expire(controller: AbortController): void {
  controller.abort(new GatewayTimeoutError());
}

/** What a signal was aborted with, as one of our errors. */
export function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error && signal.reason.name !== 'AbortError' ? signal.reason : new CancelledError();
}

/** Waits for work that may not react to its signal. @throws what the signal aborts with. */
export function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    const stop = () => reject(abortError(signal));
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
