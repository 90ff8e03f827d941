import { describe, expect, it } from '@jest/globals';
import { endOfUtcDay, startOfUtcDay } from './utc-day.ts';

describe('UTC days', () => {
  it('start at midnight UTC, whatever the local time zone', () => {
    expect(startOfUtcDay(new Date('2026-11-22T00:00:00.000Z')).toISOString()).toBe('2026-11-22T00:00:00.000Z');
    expect(startOfUtcDay(new Date('2026-11-22T23:59:59.999Z')).toISOString()).toBe('2026-11-22T00:00:00.000Z');
  });

  it('end where the next begins', () => {
    expect(endOfUtcDay(new Date('2026-12-31T00:00:00.000Z')).toISOString()).toBe('2027-01-01T00:00:00.000Z');
  });
});
