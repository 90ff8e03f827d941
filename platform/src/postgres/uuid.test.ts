import { describe, expect, it } from '@jest/globals';
import { isUuid } from './uuid.ts';

describe('isUuid', () => {
  it('accepts what rows are keyed by, in either case', () => {
    const id = crypto.randomUUID();
    expect(isUuid(id)).toBe(true);
    expect(isUuid(id.toUpperCase())).toBe(true);
  });

  it('refuses what PostgreSQL would refuse, and its other spellings', () => {
    const id = crypto.randomUUID();
    for (const text of ['', '1', 'x'.repeat(36), `${id} `, `{${id}}`, id.replaceAll('-', ''), "' OR 1=1 --"]) {
      expect(isUuid(text)).toBe(false);
    }
  });
});
