/** A `next` message of the graphql-ws protocol. The payload is JSON text, UTF-8 held as latin1. */
export interface NextMessage {
  id: string;
  payload: string;
}

const beginning = '{"id":"';
const middle = '","type":"next","payload":';

/**
 * Cuts a `next` message open without reading its payload, if it is written as servers write it: keys in this order, no white space,
 * an id without escapes, as ours are. undefined for everything else, which is to be parsed.
 */
export function readNextMessage(data: Buffer): NextMessage | undefined {
  const text = data.toString('latin1');
  if (!text.startsWith(beginning)) return undefined;
  const end = text.indexOf('"', beginning.length);
  if (!text.startsWith(middle, end) || !text.endsWith('}')) return undefined;
  return { id: text.slice(beginning.length, end), payload: text.slice(end + middle.length, -1) };
}
