import { describe, expect, it } from '@jest/globals';
import { multipartMixed } from './multipart.encoding.ts';
import { serverSentEvents } from './server-sent-events.encoding.ts';

describe('Server-sent events', () => {
  it('hold a result on one line, whatever white space a subgraph put between its tokens', () => {
    expect(serverSentEvents.next('{"data":\r\n {"a":"b\\n"}\n}')).toBe(
      'event: next\ndata: {"data":   {"a":"b\\n"} }\n\n',
    );
  });

  it('tell of a failure as of a result, since there is no other event for it', () => {
    expect(serverSentEvents.failure('[{"message":"no"}]')).toBe('event: next\ndata: {"errors":[{"message":"no"}]}\n\n');
  });
});

describe('The multipart protocol', () => {
  it('ends every part with the delimiter of the next, so that a client reads it at once', () => {
    const body = [
      multipartMixed.opening,
      multipartMixed.next('{"data":{"a":1}}'),
      multipartMixed.failure('[{"message":"no"}]'),
      multipartMixed.ending,
    ].join('');
    const parts = body.split('--graphql');
    expect(parts[0]).toBe('');
    expect(parts.at(-1)).toBe('--\r\n');
    const json = parts.slice(1, -1).map(part => JSON.parse(part.split('\r\n\r\n')[1]!) as unknown);
    expect(json).toEqual([{}, { payload: { data: { a: 1 } } }, { payload: null, errors: [{ message: 'no' }] }]);
    expect(multipartMixed.next('{}').endsWith('\r\n--graphql')).toBe(true);
  });
});
