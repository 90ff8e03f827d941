import { describe, expect, it } from '@jest/globals';
import { toSrt, toVtt } from './subtitles.ts';

const cues = [
  { start: 0, end: 1.5, text: 'Hello.', speaker: 'Anna' },
  { start: 3661.0456, end: 3662, text: 'An hour later', speaker: null },
];

describe('SRT', () => {
  it('numbers cues and names speakers', () => {
    expect(toSrt(cues)).toBe(
      '1\n00:00:00,000 --> 00:00:01,500\nAnna: Hello.\n\n2\n01:01:01,046 --> 01:01:02,000\nAn hour later\n',
    );
  });

  it('is empty when nothing was said', () => {
    expect(toSrt([])).toBe('');
    expect(toSrt([{ start: 0, end: 1, text: '  ', speaker: 'Anna' }])).toBe('');
  });
});

describe('VTT', () => {
  it('has a header and voice spans', () => {
    expect(toVtt(cues)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\n<v Anna>Hello.\n\n01:01:01.046 --> 01:01:02.000\nAn hour later\n',
    );
    expect(toVtt([])).toBe('WEBVTT\n');
  });

  it('escapes what would be markup', () => {
    expect(toVtt([{ start: 0, end: 1, text: 'if a < b && b > c', speaker: '<script>' }])).toContain(
      '<v &lt;script&gt;>if a &lt; b &amp;&amp; b &gt; c\n',
    );
  });
});

describe('subtitles of either format', () => {
  it('keep a cue whole when its text has blank lines or looks like a time line', () => {
    const cue = { start: 0, end: 1, text: 'one\n\n00:00 --> 00:01\ntwo', speaker: null };
    expect(toSrt([cue]).split('\n\n')).toHaveLength(1);
    expect(toSrt([cue]).match(/-->/g)).toHaveLength(1);
    expect(toVtt([cue]).match(/-->/g)).toHaveLength(1);
    expect(toVtt([cue]).split('\n\n')).toHaveLength(2);
  });

  it('come in order and without cues that end before they start', () => {
    const mixed = [
      { start: 5, end: 6, text: 'second', speaker: null },
      { start: 3, end: 2, text: 'impossible', speaker: null },
      { start: 1, end: 2, text: 'first', speaker: null },
    ];
    expect(toSrt(mixed).match(/first|second|impossible/g)).toEqual(['first', 'second']);
  });

  it('round to milliseconds without a sixtieth second', () => {
    expect(toSrt([{ start: 59.9996, end: 60, text: 'x', speaker: null }])).toContain('00:01:00,000 --> 00:01:00,000');
  });
});
