import type { ResultStreamEncoding } from './result-stream.encoding.ts';

const boundary = 'graphql';

/**
 * The multipart protocol of subscriptions, which Apollo Client and Studio read: `{}` as a heartbeat, results in `payload`, errors that
 * ended the stream beside a `payload` of null. Every part ends with the delimiter of the next: clients read a part when they see
 * where it ends. https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export const multipartMixed: ResultStreamEncoding = {
  contentType: `multipart/mixed; boundary="${boundary}"; subscriptionSpec=1.0`,
  opening: `--${boundary}${part('{}')}`,
  heartbeat: part('{}'),
  next: result => part(`{"payload":${result}}`),
  failure: errors => part(`{"payload":null,"errors":${errors}}`),
  ending: '--\r\n',
};

function part(json: string): string {
  return `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--${boundary}`;
}
