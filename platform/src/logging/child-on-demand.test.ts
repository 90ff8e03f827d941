import { describe, expect, it, jest } from '@jest/globals';
import { childOnDemand, createLogger } from './index.ts';

describe('A child logger on demand', () => {
  const start = () => {
    const lines: Record<string, unknown>[] = [];
    const parent = createLogger({ level: 'info', destination: { write: line => lines.push(JSON.parse(line)) } });
    const bindings = jest.fn(() => ({ requestId: 'r1', token: 'secret' }));
    return { lines, bindings, log: childOnDemand(parent, bindings) };
  };

  it('logs what a child would, secrets redacted, also through a child of its own', () => {
    const { lines, log } = start();
    log.warn({ code: 'X' }, 'First');
    log.child({ part: 'p' }).error('Second');
    expect(lines).toMatchObject([
      { requestId: 'r1', token: '[redacted]', code: 'X', msg: 'First' },
      { requestId: 'r1', token: '[redacted]', part: 'p', msg: 'Second' },
    ]);
  });

  it('is made once, and not for levels that are switched off', () => {
    const { lines, log, bindings } = start();
    log.debug('Nothing');
    expect(log.isLevelEnabled).toBeDefined();
    expect(bindings).toHaveBeenCalledTimes(1);
    const untouched = start();
    untouched.log.debug('Nothing');
    untouched.log.trace('Nothing');
    expect(untouched.bindings).not.toHaveBeenCalled();
    log.info('One');
    log.info('Two');
    expect([lines.length, bindings.mock.calls.length]).toEqual([2, 1]);
  });
});
