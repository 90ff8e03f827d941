import { topic } from '@polyphony/platform/events';

export interface SessionEnded {
  sessionId: string;
  userId: string;
}

/** A session was logged out or revoked: what runs in its name should stop. */
export const sessionEnded = topic<SessionEnded>('users.session-ended');
