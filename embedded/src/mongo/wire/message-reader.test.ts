import { describe, expect, it } from '@jest/globals';
import { MessageReader, ProtocolError } from './message-reader.ts';

function message(requestId: number, size: number): Buffer {
  const bytes = Buffer.alloc(16 + size, requestId);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(requestId, 4);
  bytes.writeInt32LE(2013, 12);
  return bytes;
}

describe('cutting a stream into messages', () => {
  const messages = [message(1, 5), message(2, 0), message(3, 1000)];
  const stream = Buffer.concat(messages);

  it.each([1, 2, 3, 7, 16, 500, 5000])('gives the same messages from chunks of %i bytes', size => {
    const reader = new MessageReader();
    const received = [];
    for (let start = 0; start < stream.length; start += size)
      received.push(...reader.push(stream.subarray(start, start + size)));
    expect(received.map(({ requestId }) => requestId)).toEqual([1, 2, 3]);
    expect(received.map(({ bytes }) => Buffer.from(bytes))).toEqual(messages);
  });

  it('refuses impossible lengths as soon as it sees them', () => {
    const bytes = message(1, 0);
    bytes.writeInt32LE(2 ** 30, 0);
    expect(() => new MessageReader().push(bytes)).toThrow(ProtocolError);
  });
});
