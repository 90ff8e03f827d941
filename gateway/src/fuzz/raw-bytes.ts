import { mutateBytes, mutateText } from './mutation.ts';
import type { Random } from './random.ts';

const body = '{"query":"{ __typename }"}';
const post = (headers: string, content = body) => `POST /graphql HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${content}`;
const ok = `Content-Type: application/json\r\nContent-Length: ${body.length}`;

/** What is written to a connection in place of an HTTP request: malformed, ambiguous, cut off, or not HTTP at all. */
export function rawRequest(random: Random): Buffer {
  const made: (() => string | Buffer)[] = [
    () => random.bytes(1 + random.below(300)),
    () => Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), random.bytes(200)]),
    () => mutateText(post(ok), random),
    () => mutateBytes(post(ok), random),
    () => post(ok).slice(0, random.below(100)),
    () => post(`Content-Type: application/json\r\nContent-Length: ${random.pick(['-1', '1e3', '9'.repeat(30), 'x', '0x10', ''])}`),
    () => post(`${ok}\r\nContent-Length: 3`),
    () => post(`${ok}\r\nTransfer-Encoding: chunked`),
    () => post('Content-Type: application/json\r\nTransfer-Encoding: chunked', `${random.pick(['zz', '-1', 'ffffffffffffffff', '5;x=y'])}\r\n${body}`),
    () => post(`Content-Type: application/json\r\nTransfer-Encoding: ${random.pick(['gzip', 'identity', 'chunked, x', ' chunked'])}`),
    () => post(`${ok}\r\n${'X-Filler: y\r\n'.repeat(random.below(3000))}X-End: 1`),
    () => post(`X-Long: ${'a'.repeat(random.below(60_000))}\r\n${ok}`),
    () => post(`${random.pick([' Bad: 1', 'Bad Name: 1', 'Bad\0: 1', ': 1', 'Obs: 1\r\n folded'])}\r\n${ok}`),
    () => `${random.pick(['GET', 'G\0T', 'get', 'PRI * HTTP/2.0', 'CONNECT x:1', 'M'.repeat(500)])} ${random.pick(['/graphql', '*', 'http://x/graphql', '/\0', `/${'a'.repeat(20_000)}`, ''])} HTTP/${random.pick(['1.1', '1.0', '2.0', '9', ''])}\r\n\r\n`,
    () => post(`${ok}\r\nExpect: ${random.pick(['100-continue', 'x'])}`),
    () => post(ok) + post(ok) + random.bytes(20).toString('latin1'),
    () => upgradeRequest(random),
  ]; // prettier-ignore
  return Buffer.from(random.pick(made)() as string);
}

/** A request to open a WebSocket of which one thing is wrong. */
function upgradeRequest(random: Random): string {
  const lines = validUpgrade('/graphql').trimEnd().split('\r\n');
  const at = random.below(lines.length);
  if (random.chance(0.4)) lines.splice(at, 1);
  else if (random.chance(0.5)) lines[at] = mutateText(lines[at]!, random);
  else lines.splice(1, 0, random.pick(['Sec-WebSocket-Version: 99', 'Sec-WebSocket-Extensions: permessage-deflate; x="', 'Upgrade: h2c', 'Content-Length: 10'])); // prettier-ignore
  return `${lines.join('\r\n')}\r\n\r\n${random.bytes(random.below(50)).toString('latin1')}`;
}

export function validUpgrade(path: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    '\r\n',
  ].join('\r\n');
}
