import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@polyphony/platform/context';
import { ServiceHealthService } from './service-health.service.ts';

const viewer = (role: Viewer['role']): Viewer => ({ id: 'u', username: 'u', role, isInternal: false, dailyQuota: 10 });
const broken = { service: 'sql', healthy: false, detail: 'connect ECONNREFUSED 10.0.0.7:5432' };

describe('the health of services', () => {
  it('is told to anyone, its details only to administrators', async () => {
    const health = new ServiceHealthService(() => Promise.resolve([broken]));
    expect(await health.list(null)).toEqual([{ ...broken, detail: null }]);
    expect(await health.list(viewer('USER'))).toEqual([{ ...broken, detail: null }]);
    expect(await health.list(viewer('ADMIN'))).toEqual([broken]);
  });

  it('is checked once a second, however many ask', async () => {
    let checks = 0;
    let clock = 0;
    const health = new ServiceHealthService(
      () => {
        checks++;
        return Promise.resolve([]);
      },
      () => clock,
    );
    await Promise.all(Array.from({ length: 50 }, () => health.list(null)));
    clock = 999;
    await health.list(null);
    expect(checks).toBe(1);
    clock = 1000;
    await health.list(null);
    expect(checks).toBe(2);
  });
});
