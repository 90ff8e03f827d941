import { topic, type EventBus } from '@polyphony/platform/events';
import { within } from '../within.ts';

/** Says that a conversation, or a message in it, is not what it was; the reader looks for itself. */
export interface ConversationUpdated {
  conversationId: string;
  /** The last event there is. */
  deleted: boolean;
}

export const conversationUpdatedTopic = (conversationId: string) =>
  topic<ConversationUpdated>('chat.conversation-updated', conversationId);

/** How long a bus that does not answer may delay the change itself. Milliseconds. */
const publishMs = 1000;

/** Announces a change. Never throws: whoever watches reads the state again at the next change. */
export type AnnounceConversation = (conversationId: string, options?: { deleted?: boolean }) => Promise<void>;

export const createAnnouncer =
  (events: EventBus, onError: (error: unknown) => void): AnnounceConversation =>
  async (conversationId, { deleted = false } = {}) => {
    try {
      await within(events.publish(conversationUpdatedTopic(conversationId), { conversationId, deleted }), publishMs);
    } catch (error) {
      onError(error);
    }
  };
