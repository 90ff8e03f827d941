import { describe, expect, it } from '@jest/globals';
import { titleFrom } from './conversation.title.ts';

describe('a title made from the first message', () => {
  it('is the message itself when that is short', () => {
    expect(titleFrom('  Why is\n the sky blue?  ')).toBe('Why is the sky blue?');
  });

  it('is cut between words', () => {
    const title = titleFrom('Please explain to me in detail how a bill becomes law in the parliament of Norway');
    expect(title).toBe('Please explain to me in detail how a bill becomes law in…');
  });

  it('cuts text without spaces at 60 characters and never inside one', () => {
    expect(titleFrom('🙂'.repeat(80))).toBe(`${'🙂'.repeat(59)}…`);
  });
});
