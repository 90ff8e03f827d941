import { MongoError } from '../errors/mongo-error.ts';
import { BlockedByTransaction } from '../transactions/transaction.ts';
import type { CommandContext } from './command.ts';
import { deadlineOf } from './command-fields.ts';

/**
 * Runs a write and, when a running transaction holds it up, runs it again once that has ended, as writes outside transactions
 * wait in MongoDB. Throws MaxTimeMSExpired when the command's time runs out first.
 */
export async function untilUnblocked<Result>({ command, signal }: CommandContext, work: () => Result): Promise<Result> {
  const deadline = deadlineOf(command);
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof BlockedByTransaction)) throw error;
      await endOf(error, deadline, signal);
    }
  }
}

async function endOf(
  { transaction }: BlockedByTransaction,
  deadline: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const outcome = await Promise.race([
    transaction.ended,
    new Promise<'late'>(resolve => {
      if (deadline !== undefined) timer = setTimeout(() => resolve('late'), Math.max(deadline - Date.now(), 0));
    }),
    new Promise<'gone'>(resolve => {
      onAbort = () => resolve('gone');
      signal.addEventListener('abort', onAbort, { once: true });
    }),
  ]);
  clearTimeout(timer);
  if (onAbort) signal.removeEventListener('abort', onAbort);
  if (outcome === 'late') throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
  if (outcome === 'gone')
    throw new MongoError('Interrupted', 'operation was interrupted because the client disconnected');
}
