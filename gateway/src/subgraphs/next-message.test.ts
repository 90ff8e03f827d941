import { describe, expect, it } from '@jest/globals';
import { readNextMessage } from './next-message.ts';

const read = (text: string) => readNextMessage(Buffer.from(text));

describe('A next message', () => {
  it('is cut open without being parsed, its payload byte for byte', () => {
    const payload = '{"data":{"a":"größer \\" }","type":"next"}}';
    const message = read(`{"id":"12","type":"next","payload":${payload}}`)!;
    expect(message.id).toBe('12');
    expect(Buffer.from(message.payload, 'latin1').toString()).toBe(payload);
  });

  it.each([
    '{"type":"next","id":"1","payload":{}}',
    '{"id":"1", "type":"next","payload":{}}',
    '{"id":"1\\"","type":"next","payload":{}}',
    '{"id":"1","type":"error","payload":[]}',
    '{"id":"1","type":"complete"}',
    '{"id":1,"type":"next","payload":{}}',
    '{"id":"',
    '{"id":"1","type":"next","payload":{} ',
    '',
  ])('is left to a parser otherwise: %s', text => {
    expect(read(text)).toBeUndefined();
  });
});
