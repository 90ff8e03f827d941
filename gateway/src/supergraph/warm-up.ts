import { setTimeout as sleep } from 'node:timers/promises';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { GraphExecution } from '../execution/index.ts';
import type { OperationText } from './operation-popularity.ts';

/** An operation that an execution would not prepare. */
export interface FailedWarmUp extends OperationText {
  readonly code: string;
  readonly message: string;
}

export interface WarmUp {
  readonly prepared: number;
  readonly failed: readonly FailedWarmUp[];
}

/**
 * Prepares operations before clients ask for them. Planning one holds the process up for tens of milliseconds, so that it rests as
 * long as it worked, for whoever else wants to. Stops early when `signal` aborts or `budgetMs` are over.
 */
export async function warmUp(
  execution: Pick<GraphExecution, 'prepare'>,
  operations: readonly OperationText[],
  { signal, budgetMs }: { signal: AbortSignal; budgetMs: number },
): Promise<WarmUp> {
  const failed: FailedWarmUp[] = [];
  let prepared = 0;
  const until = performance.now() + budgetMs;
  for (const operation of operations) {
    const started = performance.now();
    if (signal.aborted || started > until) break;
    try {
      execution.prepare(operation);
      prepared += 1;
    } catch (error) {
      failed.push({ ...operation, ...reason(error) });
    }
    await sleep(Math.ceil(performance.now() - started));
  }
  return { prepared, failed };
}

function reason(error: unknown): { code: string; message: string } {
  if (!(error instanceof RequestRejectedError)) return { code: 'INTERNAL_SERVER_ERROR', message: String(error) };
  const [first] = error.errors;
  return { code: String(first?.extensions?.['code']), message: first?.message ?? error.message };
}
