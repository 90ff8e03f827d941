import { describe, expect, it } from '@jest/globals';
import { Transcript } from './transcript.ts';

describe('a transcript', () => {
  const pieces = ['Hel', 'lo ', '🙂', ' there'];
  const transcript = new Transcript();
  for (const piece of pieces) transcript.add(piece);

  it('numbers the pieces from 1', () => {
    expect(transcript.lastSequence).toBe(4);
    expect(transcript.text).toBe('Hello 🙂 there');
  });

  it('replays exactly the pieces after a sequence from what was saved', () => {
    const saved = new Transcript(transcript.text, transcript.deltaOffsets);
    expect([...saved.after(0)].map(({ text }) => text)).toEqual(pieces);
    expect([...saved.after(2)]).toEqual([
      { sequence: 3, text: '🙂' },
      { sequence: 4, text: ' there' },
    ]);
    expect([...saved.after(4)]).toEqual([]);
    expect([...saved.after(99)]).toEqual([]);
  });

  it('goes on where a saved one ends', () => {
    const resumed = new Transcript('Hello', [3, 5]);
    expect(resumed.add('!')).toEqual({ sequence: 3, text: '!' });
    expect(resumed.text).toBe('Hello!');
  });
});
