import type { InternalCaller } from '@polyphony/platform/internal-calls';
import { DownstreamServiceError, QuotaExceededError } from '@polyphony/platform/errors';

export interface FakeOps {
  readonly internal: InternalCaller;
  /** Requests taken and not given back. */
  reserved: number;
  /** Reported tokens by key. */
  readonly recorded: Map<string, { promptTokens: number; completionTokens: number; userId: string }>;
  /** While true, `recordTokens` is not reachable. */
  isAway: boolean;
}

/** What chat needs of ops, in memory. */
export function createFakeOps(): FakeOps {
  const ops: FakeOps = {
    reserved: 0,
    recorded: new Map(),
    isAway: false,
    internal: {
      async call({ service, procedure, input, output }) {
        const known = JSON.parse(JSON.stringify(input)) as Record<string, never>;
        switch (`${service}.${procedure}`) {
          case 'ops.reserveRequest': {
            if (ops.reserved >= known['dailyQuota']!)
              throw new QuotaExceededError('Your requests of today are used up.');
            ops.reserved += 1;
            const resetsAt = new Date(Date.now() + 3_600_000).toISOString();
            return output.parse({ remaining: known['dailyQuota']! - ops.reserved, resetsAt });
          }
          case 'ops.refundRequest':
            ops.reserved -= 1;
            return output.parse({});
          case 'ops.recordTokens': {
            if (ops.isAway) throw new DownstreamServiceError('ops');
            const isNew = !ops.recorded.has(known['key']!);
            ops.recorded.set(known['key']!, known as never);
            return output.parse({ recorded: isNew });
          }
          default:
            throw new Error(`Unexpected call of ${service}.${procedure}`);
        }
      },
    },
  };
  return ops;
}
