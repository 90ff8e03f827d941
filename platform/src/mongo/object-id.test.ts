import { describe, expect, it } from '@jest/globals';
import { toObjectId } from './object-id.ts';

describe('toObjectId', () => {
  it('reads 24 hexadecimal digits', () => {
    expect(toObjectId('65a0f0f0f0f0f0f0f0f0f0f0')?.toHexString()).toBe('65a0f0f0f0f0f0f0f0f0f0f0');
  });

  it.each(['', 'x', '65a0', '65a0f0f0f0f0f0f0f0f0f0f0f0', 'twelve bytes'])('takes %p for no id at all', id => {
    expect(toObjectId(id)).toBeNull();
  });
});
