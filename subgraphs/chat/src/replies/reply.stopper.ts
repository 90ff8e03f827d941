import type { EventBus } from '@polyphony/platform/events';
import type { Logger } from '@polyphony/platform/logging';
import type { ReplyRepository } from './reply.repository.ts';
import { within } from '../within.ts';
import { stopTopic } from './stop.events.ts';

/** How long a bus that does not answer is waited for. Milliseconds. */
const publishMs = 1000;

/** Asks for replies to be stopped, wherever they are generated. */
export class ReplyStopper {
  private readonly replies: Pick<ReplyRepository, 'requestStop'>;
  private readonly events: EventBus;
  private readonly log: Logger;

  constructor({
    replies,
    events,
    log,
  }: {
    replies: Pick<ReplyRepository, 'requestStop'>;
    events: EventBus;
    log: Logger;
  }) {
    this.replies = replies;
    this.events = events;
    this.log = log;
  }

  /** The event stops the generator at once; should it miss the event, it finds the request at its next save. */
  async request(userId: string, messageId: string): Promise<void> {
    if (!(await this.replies.requestStop(userId, messageId))) return;
    try {
      await within(this.events.publish(stopTopic(messageId), {}), publishMs);
    } catch (error) {
      this.log.warn({ err: error, messageId }, 'A stop could not be published');
    }
  }
}
