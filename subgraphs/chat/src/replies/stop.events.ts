import { topic } from '@polyphony/platform/events';

/** Tells the process that generates a reply, whichever it is, to stop. */
export const stopTopic = (messageId: string) => topic<Record<string, never>>('chat.stop', messageId);
