import { setTimeout as sleep } from 'node:timers/promises';
import { openStreamSocket } from '../streams/stream-socket.ts';
import type { GatewayAddresses } from './gateway-addresses.ts';
import { expectThat } from './outcome.ts';

const flatOut = 'subscription { reviewAdded { id body } }';
const joined = 'subscription { reviewAdded { id product { upc name } } }';
const ticking = 'subscription($id: ID!) { ticked(id: $id) { id at } }';

/** Opens a socket and streams on it, reads for a moment, and then completes them, closes it, or is gone. */
export async function subscription({ socket: endpoint }: GatewayAddresses, turn: number): Promise<void> {
  const first = Promise.withResolvers<string>();
  let refusal: string | undefined;
  const refuse = (reason: string) => {
    refusal ??= reason;
    first.resolve(reason);
  };
  const onMessage = (message: Buffer) => {
    if (message.includes('"type":"next"')) first.resolve('an event');
    else refuse(String(message).slice(0, 300));
  };
  const socket = await openStreamSocket(endpoint, { onMessage, onClose: refuse });
  socket.subscribe('flat-out', flatOut);
  socket.subscribe('joined', joined);
  socket.subscribe('ticking', ticking, { id: String(turn) });
  const heard = await Promise.race([first.promise, sleep(5000, 'nothing')]);
  await sleep((turn % 5) * 40);
  if (turn % 3 === 0) {
    for (const id of ['flat-out', 'joined', 'ticking']) socket.complete(id);
    await sleep(20);
  }
  if (turn % 3 === 1) socket.terminate();
  else await socket.close();
  expectThat(heard === 'an event' && refusal === undefined, `A subscription heard ${heard} and ${refusal}`);
}

/** A socket whose client breaks the protocol, or asks for what there is not. */
export async function invalidSocket({ socket: endpoint }: GatewayAddresses, turn: number): Promise<void> {
  const answered = Promise.withResolvers<string>();
  const socket = await openStreamSocket(endpoint, {
    onMessage: message => answered.resolve(String(message)),
    onClose: answered.resolve,
  });
  // The same id twice closes the socket; the other two are refused alone.
  if (turn % 3 === 0) for (const _twice of [1, 2]) socket.subscribe('1', ticking, { id: '1' });
  else if (turn % 3 === 1) socket.subscribe('1', `subscription { unknown${turn} }`);
  else socket.subscribe('1', 'subscription @skip(if: true) { reviewAdded { id }');
  const answer = await Promise.race([answered.promise, sleep(5000, undefined)]);
  socket.terminate();
  expectThat(answer !== undefined, 'An invalid operation over a socket was not answered.');
}

/** Server-sent events, left in the middle. */
export async function eventStream({ streamUrl }: GatewayAddresses, turn: number): Promise<void> {
  const leaving = new AbortController();
  const response = await fetch(streamUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: turn % 2 === 0 ? flatOut : ticking, variables: { id: `sse-${turn}` } }),
    signal: leaving.signal,
  });
  let text = '';
  try {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text = (text + decoder.decode(chunk as Uint8Array, { stream: true })).slice(-2000);
      if (text.includes('event: next')) break;
    }
  } finally {
    leaving.abort();
  }
  expectThat(text.includes('event: next'), `An event stream: ${response.status} ${text.slice(0, 300)}`);
}
