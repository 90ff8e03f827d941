import type { ChangeHistory } from '../change-streams/change-history.ts';

/** Resolves at the next durable change of anything, after a time, or when the client is gone; true when there was a change. */
export async function waitForChange(
  history: ChangeHistory,
  milliseconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted || milliseconds <= 0) return false;
  return await new Promise<boolean>(resolve => {
    const finish = (changed: boolean) => (): void => {
      clearTimeout(timer);
      stopListening();
      signal.removeEventListener('abort', onAbort);
      resolve(changed);
    };
    const onAbort = finish(false);
    const timer = setTimeout(finish(false), milliseconds);
    const stopListening = history.onNext(finish(true));
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
