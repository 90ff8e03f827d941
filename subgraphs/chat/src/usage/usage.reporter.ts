import type { InternalCaller } from '@polyphony/platform/internal-calls';
import type { Logger } from '@polyphony/platform/logging';
import { z } from 'zod';
import type { MessageDocument } from '../messages/message.document.ts';
import type { UsageRepository } from './usage.repository.ts';

export interface UsageReporterOptions {
  internal: InternalCaller;
  usage: Pick<UsageRepository, 'takeUnrecorded' | 'markRecorded'>;
  log: Logger;
}

const retryMs = 60_000;
const batchSize = 200;

/**
 * Reports the tokens of finished replies to ops, under the message's id, until ops has acknowledged them. Reported twice they count
 * once.
 */
export class UsageReporter {
  private readonly options: UsageReporterOptions;

  constructor(options: UsageReporterOptions) {
    this.options = options;
  }

  /** Never throws: what could not be reported is retried by `reportPending`. */
  async report(reply: MessageDocument, latencyMs?: number): Promise<boolean> {
    const { internal, usage, log } = this.options;
    try {
      await internal.call({
        service: 'ops',
        procedure: 'recordTokens',
        input: {
          key: reply._id.toHexString(),
          userId: reply.user_id,
          conversationId: reply.conversation_id.toHexString(),
          model: reply.model,
          provider: reply.provider,
          promptTokens: reply.prompt_tokens,
          completionTokens: reply.completion_tokens,
          latencyMs,
        },
        output: z.object({ recorded: z.boolean() }),
      });
      await usage.markRecorded(reply._id);
      return true;
    } catch (error) {
      log.warn({ err: error, messageId: reply._id.toHexString() }, 'The tokens of a reply are not recorded yet');
      return false;
    }
  }

  /** Reports what earlier attempts, or processes that died, left behind. */
  async reportPending(now = new Date()): Promise<void> {
    for (let count = 0; count < batchSize; count += 1) {
      const reply = await this.options.usage.takeUnrecorded(now, new Date(now.getTime() + retryMs));
      // When ops does not answer, the others would fare no better.
      if (reply === null || !(await this.report(reply))) return;
    }
  }
}
