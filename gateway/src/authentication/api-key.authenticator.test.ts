import { describe, expect, it } from '@jest/globals';
import { DownstreamServiceError, UnauthenticatedError } from '@polyphony/platform/errors';
import { testViewer } from '../testing/test-viewer.ts';
import { createApiKeyAuthenticator } from './api-key.authenticator.ts';

const context = { requestId: 'r1' };

describe('The API key authenticator', () => {
  it('asks again after a while', async () => {
    let asked = 0;
    const keys = createApiKeyAuthenticator({ lookUp: async () => (asked++, testViewer()), ttlMs: 20 });
    await Promise.all([keys.authenticate('a', context), keys.authenticate('a', context)]);
    expect(asked).toBe(1);
    await new Promise(resolve => setTimeout(resolve, 40));
    await keys.authenticate('a', context);
    expect(asked).toBe(2);
  });

  it('remembers refusals, but not that the users service was down', async () => {
    const answers = [new DownstreamServiceError('users'), new UnauthenticatedError(), testViewer()];
    const keys = createApiKeyAuthenticator({
      async lookUp() {
        const answer = answers.shift()!;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    const code = () => keys.authenticate('a', context).catch((error: { code: string }) => error.code);
    expect([await code(), await code(), await code()]).toEqual([
      'DOWNSTREAM_SERVICE_ERROR',
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
    ]);
  });

  it('tells keys apart', async () => {
    const keys = createApiKeyAuthenticator({ lookUp: async secret => testViewer({ username: secret }) });
    expect((await keys.authenticate('a', context)).username).toBe('a');
    expect((await keys.authenticate('b', context)).username).toBe('b');
  });
});
