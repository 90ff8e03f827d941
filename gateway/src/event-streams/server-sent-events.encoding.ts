import type { ResultStreamEncoding } from './result-stream.encoding.ts';

/** Server-sent events as the "distinct connections mode" of the graphql-sse protocol has them. */
export const serverSentEvents: ResultStreamEncoding = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  next: result => `event: next\ndata: ${onOneLine(result)}\n\n`,
  failure: errors => `event: next\ndata: {"errors":${errors}}\n\n`,
  ending: 'event: complete\ndata:\n\n',
};

/** A line break would end the event. In JSON it can only be white space, which a subgraph may have sent. */
function onOneLine(json: string): string {
  return json.includes('\n') || json.includes('\r') ? json.replaceAll(/[\n\r]/g, ' ') : json;
}
