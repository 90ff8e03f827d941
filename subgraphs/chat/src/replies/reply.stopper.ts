import type { EventBus } from '@polyphony/platform/events';
import type { Logger } from '@polyphony/platform/logging';
import type { ReplyRepository } from './reply.repository.ts';
import { stopTopic } from './stop.events.ts';

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
      await this.events.publish(stopTopic(messageId), {});
    } catch (error) {
      this.log.warn({ err: error, messageId }, 'A stop could not be published');
    }
  }
}
