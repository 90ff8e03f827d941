import type { ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createRequestContext } from '@polyphony/platform/context';
import { anonymous, type AuthenticationWatch } from '../authentication/index.ts';
import { createEventStreams } from './event-streams.ts';
import { serverSentEvents } from './server-sent-events.encoding.ts';

describe('Event streams', () => {
  it('start nothing for a client that left while it was looked up', async () => {
    const watch: AuthenticationWatch = { watch: () => () => undefined, close: async () => undefined };
    let started = false;
    await createEventStreams({ watch, keepAliveMs: 1000, slowClientMs: 1000 }).serve({
      response: { closed: true } as ServerResponse,
      headers: {},
      encoding: serverSentEvents,
      client: { credential: null, authentication: anonymous, context: createRequestContext() },
      async *start() {
        started = true;
        yield { data: '{}' };
      },
    });
    expect(started).toBe(false);
  });
});
