import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { UnauthenticatedError } from '@polyphony/platform/errors';
import type { EventBus } from '@polyphony/platform/events';
import { sessionEnded } from '@polyphony/platform/identity';
import type { Logger } from '@polyphony/platform/logging';
import type { Authentication, Authenticator } from './authenticator.ts';
import type { Credential } from './credentials.ts';

/** A client that stays connected, and what it was let in with. */
export interface WatchedClient {
  readonly credential: Credential | null;
  readonly authentication: Authentication;
}

/** Notices when a client that stays connected may stay no longer. */
export interface AuthenticationWatch {
  /**
   * Says why, once, when the credential has expired, its session was logged out, or it is not valid any more. Answers how to stop
   * watching.
   */
  watch(client: WatchedClient, onEnd: (reason: UnauthenticatedError) => void): () => void;
  close(): Promise<void>;
}

export interface AuthenticationWatchOptions {
  authenticator: Authenticator;
  events: EventBus;
  log: Logger;
  /** How often a credential is looked at again: API keys are revoked without a word, and events can be lost. */
  recheckMs: number;
}

/** Node's longest timer; a credential that outlives it is still looked at again and again. */
const longestTimer = 2 ** 31 - 1;

export async function createAuthenticationWatch({
  authenticator,
  events,
  log,
  recheckMs,
}: AuthenticationWatchOptions): Promise<AuthenticationWatch> {
  const bySession = new Map<string, Set<() => void>>();
  let unsubscribe = async () => {};
  try {
    unsubscribe = await events.subscribe(sessionEnded, ({ sessionId }) => {
      for (const endSession of bySession.get(sessionId) ?? []) endSession();
    });
  } catch (error) {
    // Without the event bus a log-out is noticed later, when credentials are looked at again.
    log.warn({ err: error }, 'The gateway does not hear of sessions that end');
  }

  /** Ends a client whose credential is not good for its viewer any more. Never rejects. */
  async function recheck(
    { credential, authentication }: WatchedClient,
    end: (reason: UnauthenticatedError) => void,
  ): Promise<void> {
    try {
      const { viewer } = await authenticator.authenticate(credential, { requestId: randomUUID() });
      if (isDeepStrictEqual(viewer, authentication.viewer)) return;
      end(new UnauthenticatedError('The account has changed: connect again.'));
    } catch (error) {
      if (error instanceof UnauthenticatedError) end(error);
      else log.warn({ err: error }, 'A credential could not be looked at again');
    }
  }

  return {
    watch(client, onEnd) {
      const { viewer, expiresAt } = client.authentication;
      if (viewer === null) return () => {};
      const end = (reason: UnauthenticatedError) => {
        if (stop()) onEnd(reason);
      };
      const endSession = () => end(new UnauthenticatedError('This session was logged out.'));
      const expiresIn = expiresAt === null ? longestTimer : expiresAt.getTime() - Date.now();
      const expiry = setTimeout(
        () => end(new UnauthenticatedError('The access token has expired.')),
        Math.min(Math.max(0, expiresIn), longestTimer),
      ).unref();
      const rechecks = setInterval(() => {
        void recheck(client, end);
      }, recheckMs).unref();
      const ofSession = viewer.sessionId === undefined ? undefined : (bySession.get(viewer.sessionId) ?? new Set());
      if (viewer.sessionId !== undefined && ofSession !== undefined)
        bySession.set(viewer.sessionId, ofSession.add(endSession));
      let isWatching = true;
      const stop = () => {
        const was = isWatching;
        isWatching = false;
        clearTimeout(expiry);
        clearInterval(rechecks);
        ofSession?.delete(endSession);
        if (ofSession?.size === 0 && viewer.sessionId !== undefined) bySession.delete(viewer.sessionId);
        return was;
      };
      return () => void stop();
    },
    close: () => unsubscribe(),
  };
}
