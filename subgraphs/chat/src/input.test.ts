import { describe, expect, it } from '@jest/globals';
import { optionalText, requiredText, tagList } from './input.ts';

describe('checking input', () => {
  it('measures in UTF-8 bytes and says which field is too long', () => {
    expect(requiredText('ế'.repeat(3), 'content', { maxBytes: 9 })).toBe('ế'.repeat(3));
    expect(() => requiredText('ế'.repeat(3), 'content', { maxBytes: 8 })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', extensions: { field: 'content', maxBytes: 8 } }),
    );
  });

  it('takes a blank text for none where it may be left out', () => {
    for (const blank of [null, undefined, '', ' \n']) expect(optionalText(blank, 'title', {})).toBeNull();
    expect(() => requiredText(' \n', 'content', {})).toThrow('must not be empty');
  });

  it('trims tags and drops blanks and repetitions', () => {
    expect(tagList([' a', 'a ', '', 'b'])).toEqual(['a', 'b']);
    expect(tagList(null)).toEqual([]);
  });
});
