import { procedure, type Procedures } from '@polyphony/platform/internal-calls';
import { writeLogInput } from './logs/system-log.input.ts';
import type { SystemLogService } from './logs/system-log.service.ts';
import { recordTokensInput, refundRequestInput, reserveRequestInput } from './usage/usage.input.ts';
import type { UsageService } from './usage/usage.service.ts';

/** What other services call directly. */
export function createOpsProcedures({ usage, logs }: { usage: UsageService; logs: SystemLogService }): Procedures {
  return {
    reserveRequest: procedure(reserveRequestInput, input => usage.reserveRequest(input)),
    refundRequest: procedure(refundRequestInput, input => usage.refundRequest(input)),
    recordTokens: procedure(recordTokensInput, input => usage.recordTokens(input)),
    writeLog: procedure(writeLogInput, input => logs.write(input)),
  };
}
