import { describe, expect, it } from '@jest/globals';
import { checkHealth } from './health.ts';

describe('checkHealth', () => {
  it('reports healthy, broken and silent parts side by side', async () => {
    const reports = await checkHealth(
      [
        { name: 'fine', check: () => Promise.resolve() },
        { name: 'broken', check: () => Promise.reject(new Error('no route')) },
        { name: 'silent', check: () => new Promise(() => undefined) },
      ],
      30,
    );
    expect(reports).toEqual([
      { name: 'fine', healthy: true, detail: null },
      { name: 'broken', healthy: false, detail: 'no route' },
      { name: 'silent', healthy: false, detail: 'no answer within 30 ms' },
    ]);
  });
});
