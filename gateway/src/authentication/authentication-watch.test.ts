import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@polyphony/platform/context';
import { DownstreamServiceError, UnauthenticatedError } from '@polyphony/platform/errors';
import { createMemoryEventBus, type EventBus } from '@polyphony/platform/events';
import { sessionEnded } from '@polyphony/platform/identity';
import { silentLogger } from '@polyphony/platform/logging';
import { testViewer } from '../testing/test-viewer.ts';
import { until } from '../testing/until.ts';
import { createAuthenticationWatch, type AuthenticationWatch } from './authentication-watch.ts';

describe('The watch over connected clients', () => {
  let events: EventBus;
  let watch: AuthenticationWatch;
  let looks: number;
  /** What looking again at any credential answers. */
  let answer: () => Viewer | null;
  const start = async (recheckMs = 600_000) => {
    looks = 0;
    watch = await createAuthenticationWatch({
      authenticator: {
        async authenticate() {
          looks += 1;
          return { viewer: answer(), expiresAt: null };
        },
      },
      events,
      log: silentLogger,
      recheckMs,
    });
  };
  beforeEach(() => {
    events = createMemoryEventBus();
  });
  afterEach(() => watch.close());

  /** Watches, and gives the list that reasons to end are put into. */
  const follow = (viewer: Viewer | null, expiresAt: Date | null = null) => {
    const reasons: string[] = [];
    const client = { credential: { kind: 'apiKey', secret: 'x' } as const, authentication: { viewer, expiresAt } };
    const stop = watch.watch(client, reason => reasons.push(reason.message));
    return { reasons, stop };
  };

  it('ends all clients of a session that was logged out, once, and nobody else', async () => {
    await start();
    const [one, other] = [follow(testViewer({ sessionId: 's1' })), follow(testViewer({ sessionId: 's1' }))];
    const stopped = follow(testViewer({ sessionId: 's1' }));
    stopped.stop();
    const others = [follow(testViewer({ sessionId: 's2' })), follow(testViewer()), follow(null)];
    for (let i = 0; i < 2; i += 1) await events.publish(sessionEnded, { sessionId: 's1', userId: 'u1' });
    await until(() => one.reasons.length > 0 && other.reasons.length > 0);
    for (const { reasons } of [one, other]) expect(reasons).toEqual(['This session was logged out.']);
    expect([stopped, ...others].flatMap(({ reasons }) => reasons)).toEqual([]);
  });

  it('ends a client whose credential has expired', async () => {
    await start();
    const soon = follow(testViewer(), new Date(Date.now() + 20));
    const past = follow(testViewer(), new Date(0));
    await until(() => soon.reasons.length + past.reasons.length === 2);
    expect(soon.reasons).toEqual(['The access token has expired.']);
  });

  it('ends a client whose key was revoked or whose account changed, not one it cannot look at', async () => {
    answer = () => {
      throw new DownstreamServiceError('users');
    };
    await start(5);
    const client = follow(testViewer());
    await until(() => looks >= 3);
    answer = () => testViewer();
    const before = looks;
    await until(() => looks >= before + 3);
    expect(client.reasons).toEqual([]);
    answer = () => testViewer({ role: 'ADMIN' });
    await until(() => client.reasons.length > 0);
    answer = () => {
      throw new UnauthenticatedError('The API key is unknown.');
    };
    const revoked = follow(testViewer());
    await until(() => revoked.reasons.length > 0);
    expect([...client.reasons, ...revoked.reasons]).toEqual([
      'The account has changed: connect again.',
      'The API key is unknown.',
    ]);
  });

  it('starts without an event bus', async () => {
    events = { ...events, subscribe: () => Promise.reject(new DownstreamServiceError('redis')) };
    await start();
    expect(follow(testViewer({ sessionId: 's1' })).reasons).toEqual([]);
  });
});
