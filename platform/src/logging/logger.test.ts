import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.ts';

const logged = (facts: object): string => {
  let lines = '';
  const log = createLogger({ level: 'debug', service: 'test', destination: { write: line => (lines += line) } });
  log.child({ requestId: 'r1' }).info(facts, 'Something happened');
  return lines;
};

describe('the log', () => {
  it('is JSON that names service and request', () => {
    expect(JSON.parse(logged({ count: 3 }))).toMatchObject({ service: 'test', requestId: 'r1', count: 3 });
  });

  it.each([
    [{ password: 'hunter2' }],
    [{ input: { currentPassword: 'hunter2', newPassword: 'hunter2' } }],
    [{ variables: { input: { password: 'hunter2' } } }],
    [{ headers: { authorization: 'hunter2', cookie: 'hunter2' }, req: { headers: { 'x-api-key': 'hunter2' } } }],
    [{ session: { refreshToken: 'hunter2', accessToken: 'hunter2' } }],
    [{ message: { content: 'hunter2', prompt: 'hunter2' } }],
    [
      {
        err: Object.assign(new Error('x'), {
          detail: 'Failing row contains (hunter2)',
          keyValue: { email: 'hunter2' },
        }),
      },
    ],
  ])('holds no secret of %j', facts => {
    const line = logged(facts);
    expect(line).toContain('[redacted]');
    expect(line).not.toContain('hunter2');
  });
});
