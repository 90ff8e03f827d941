import type { Logger } from '@polyphony/platform/logging';
import { Interruption } from './interruption.ts';
import type { ReplyClaim, ReplyRepository } from './reply.repository.ts';
import type { Transcript } from './transcript.ts';

export interface ReplySaverOptions {
  claim: ReplyClaim;
  replies: Pick<ReplyRepository, 'save'>;
  transcript: Transcript;
  settings: { saveIntervalMs: number; heartbeatMs: number; leaseMs: number };
  interrupt: (reason: Interruption) => void;
  log: Logger;
}

/**
 * Saves a reply's text while it grows and keeps its lease alive. A save also brings the news that somebody asked for a stop, or
 * that the lease went to another process.
 */
export class ReplySaver {
  private readonly options: ReplySaverOptions;
  private savedSequence = 0;
  private savedAt = Date.now();
  private leaseEndsAt: number;
  private timer: NodeJS.Timeout | undefined;
  private saving: Promise<void> | undefined;
  private stopped = false;

  constructor(options: ReplySaverOptions) {
    this.options = options;
    this.leaseEndsAt = Date.now() + options.settings.leaseMs;
  }

  /** Whether nobody else can have taken the reply over. */
  get holdsLease(): boolean {
    return Date.now() < this.leaseEndsAt;
  }

  start(): void {
    this.timer = setTimeout(() => {
      this.saving = this.saveIfDue().finally(() => {
        if (!this.stopped) this.start();
      });
    }, this.options.settings.saveIntervalMs);
  }

  /** Resolves when no save is on its way any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.saving;
  }

  private async saveIfDue(): Promise<void> {
    const { claim, replies, transcript, settings, interrupt, log } = this.options;
    const sequence = transcript.lastSequence;
    if (sequence === this.savedSequence && Date.now() - this.savedAt < settings.heartbeatMs) return;
    try {
      const leaseEndsAt = Date.now() + settings.leaseMs;
      const state = await replies.save(claim, {
        content: transcript.text,
        deltaOffsets: transcript.deltaOffsets.slice(0, sequence),
        leaseExpiresAt: new Date(leaseEndsAt),
      });
      if (state === null) return interrupt(new Interruption('lost-lease'));
      this.savedSequence = sequence;
      this.savedAt = Date.now();
      this.leaseEndsAt = leaseEndsAt;
      if (state.stopRequested) interrupt(new Interruption('stopped'));
    } catch (error) {
      log.warn({ err: error, messageId: claim.messageId.toHexString() }, 'A running reply could not be saved');
    }
  }
}
