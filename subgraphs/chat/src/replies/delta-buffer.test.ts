import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DeltaBuffer } from './delta-buffer.ts';

describe('a buffer of deltas', () => {
  let pieces: string[];
  let buffer: DeltaBuffer;

  beforeEach(() => {
    jest.useFakeTimers();
    pieces = [];
    buffer = new DeltaBuffer({ windowMs: 30, emit: text => pieces.push(text) });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('lets the first token through at once', () => {
    buffer.push('Hello');
    expect(pieces).toEqual(['Hello']);
  });

  it('joins the tokens of a burst into one piece for each window', () => {
    for (const token of ['a', 'b', 'c']) buffer.push(token);
    expect(pieces).toEqual(['a']);
    jest.advanceTimersByTime(30);
    expect(pieces).toEqual(['a', 'bc']);
    buffer.push('d');
    expect(pieces).toEqual(['a', 'bc']);
    jest.advanceTimersByTime(30);
    expect(pieces).toEqual(['a', 'bc', 'd']);
  });

  it('passes slow tokens on one by one', () => {
    for (const token of ['a', 'b', 'c']) {
      buffer.push(token);
      jest.advanceTimersByTime(31);
    }
    expect(pieces).toEqual(['a', 'b', 'c']);
  });

  it('emits what waits when it is flushed, once', () => {
    buffer.push('a');
    buffer.push('b');
    buffer.flush();
    jest.advanceTimersByTime(100);
    expect(pieces).toEqual(['a', 'b']);
  });

  it('keeps the halves of one character together', () => {
    const [high, low] = ['🙂'.slice(0, 1), '🙂'.slice(1)];
    buffer.push(`hi ${high}`);
    buffer.push(`${low}!`);
    jest.advanceTimersByTime(30);
    expect(pieces).toEqual(['hi ', '🙂!']);
  });

  it('replaces half a character that the model never completed', () => {
    buffer.push('🙂'.slice(0, 1));
    buffer.flush();
    expect(pieces).toEqual(['\uFFFD']);
  });
});
