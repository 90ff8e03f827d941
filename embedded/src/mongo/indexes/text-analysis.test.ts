import { describe, expect, it } from '@jest/globals';
import { termsOf } from './text-analysis.ts';

describe('terms of a text', () => {
  it('are lower case, without diacritics and stop words', () => {
    expect(termsOf('The Café and ÜBER-maß')).toEqual(termsOf('cafe uber mass'.replace('mass', 'maß')));
    expect(termsOf('the and of')).toEqual([]);
  });

  it.each([
    ['messages', 'message'],
    ['stories', 'story'],
    ['running', 'run'],
    ['stopped', 'stop'],
    ['classes', 'class'],
  ])('meet: %s and %s', (left, right) => {
    expect(termsOf(left)).toEqual(termsOf(right));
  });

  it.each([
    ['bus', 'bu'],
    ['analysis', 'analysi'],
    ['sing', 's'],
  ])('stay apart: %s and %s', (left, right) => {
    expect(termsOf(left)).not.toEqual(termsOf(right));
  });

  it('are left as they are without a language', () => {
    expect(termsOf('The Messages', 'none')).toEqual(['the', 'messages']);
  });
});
