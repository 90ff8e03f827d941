import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '@polyphony/platform/environment';
import { readUsersSettings, usersEnvironment } from './environment.ts';

const read = (variables: Record<string, string>) => readUsersSettings(readEnvironment(usersEnvironment, variables));

describe('users settings', () => {
  it('need nothing', () => {
    expect(read({})).toEqual({
      firstAdmin: { username: 'admin', email: 'admin@polyphony.local' },
      dailyQuota: 1000,
      sessions: { idleDays: 30, maxDays: 90, graceSeconds: 0 },
      lockout: { attempts: 5, lockSeconds: 900 },
      addressLimits: { login: { limit: 300, windowSeconds: 60 }, register: { limit: 1000, windowSeconds: 3600 } },
      concurrentHashes: 4,
    });
  });

  it('can be told', () => {
    expect(read({ DAILY_QUOTA: '3', LOGIN_ATTEMPTS: '7', REFRESH_GRACE_SECONDS: '10' })).toMatchObject({
      dailyQuota: 3,
      lockout: { attempts: 7 },
      sessions: { graceSeconds: 10 },
    });
  });

  it('report every bad variable', () => {
    expect(() => read({ DAILY_QUOTA: '-1', LOGIN_ATTEMPTS: 'many' })).toThrow(/DAILY_QUOTA[\s\S]*LOGIN_ATTEMPTS/);
  });
});
