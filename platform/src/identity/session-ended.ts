import { topic } from '../events/index.ts';

export interface SessionEnded {
  sessionId: string;
  userId: string;
}

/** A session was logged out or revoked: what runs in its name should stop. The users service tells, gateways listen. */
export const sessionEnded = topic<SessionEnded>('users.session-ended');
