import { anyValue, mutateText } from './mutation.ts';
import { expensiveDocument, mutatedDocument, validDocuments, validVariables } from './documents.ts';
import type { Random } from './random.ts';

const types = [
  'connection_init',
  'subscribe',
  'complete',
  'ping',
  'pong',
  'next',
  'error',
  'connection_ack',
  'start',
  '',
  '__proto__',
];

/** Messages around the graphql-transport-ws protocol: nearly right, in the wrong order, or no messages at all. */
export function fuzzMessage(random: Random): string {
  const payload = {
    query: random.pick([random.pick(validDocuments), mutatedDocument(random), expensiveDocument(random)]),
    variables: random.chance(0.6) ? validVariables : anyValue(random),
    ...(random.chance(0.1) && { [random.pick(['query', 'operationName', 'extensions'])]: anyValue(random) }),
  };
  const id = random.pick<unknown>(['1', '2', '3', '', 7, null, 'x'.repeat(3000), '__proto__']);
  switch (random.below(8)) {
    case 0:
      return random.pick(['', '{', 'null', '[]', '7', '"ping"', '\0', '{"type":"ping"', '[[['.repeat(5000)]);
    case 1:
      return JSON.stringify(anyValue(random));
    case 2:
      return JSON.stringify({ id, type: random.pick(types), payload: anyValue(random) });
    case 3:
      return JSON.stringify({ type: 'connection_init', payload: anyValue(random) });
    case 4:
      return mutateText(JSON.stringify({ id: '1', type: 'subscribe', payload }), random);
    case 5:
      return JSON.stringify({ id: random.pick(['1', '2', '3']), type: random.pick(['complete', 'ping', 'pong']) });
    default:
      return JSON.stringify({ id: random.chance(0.8) ? String(random.below(1000)) : id, type: 'subscribe', payload });
  }
}

/** The start of every conversation that gets anywhere. */
export const connectionInit = '{"type":"connection_init"}';

/** One frame as RFC 6455 has it: a masked text of a client. */
export function textFrame(text: string, random: Random): Buffer {
  return frame({ opcode: 1, payload: Buffer.from(text), isFinal: true, isMasked: true, reserved: 0 }, random);
}

/** Frames that break RFC 6455 in one way or another, or stay just within it. */
export function fuzzFrame(random: Random): Buffer {
  const payload = random.chance(0.5) ? Buffer.from(fuzzMessage(random)) : random.bytes(random.below(200));
  const sane = { opcode: 1, payload, isFinal: true, isMasked: true, reserved: 0 };
  switch (random.below(11)) {
    case 0:
      return frame({ ...sane, opcode: random.below(16) }, random);
    case 1:
      return frame({ ...sane, reserved: 1 + random.below(7) }, random);
    case 2:
      return frame({ ...sane, isMasked: false }, random);
    case 3:
      return frame({ ...sane, isFinal: false, opcode: random.pick([0, 1, 2, 8, 9]) }, random);
    case 4:
      return frame({ ...sane, opcode: 0 }, random);
    case 5:
      return frame(
        { ...sane, opcode: random.pick([8, 9, 10]), payload: random.bytes(random.pick([0, 1, 2, 125, 126, 300])) },
        random,
      );
    case 6:
      return frame({ ...sane, claimed: random.pick([0, 125, 65_535, 2 ** 31, 2 ** 53, 2 ** 63]) }, random);
    case 7:
      return frame(sane, random).subarray(0, 1 + random.below(12));
    case 8:
      return frame(
        { ...sane, payload: Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80, ...payload.subarray(0, 20)]) },
        random,
      );
    case 9:
      return random.bytes(1 + random.below(60));
    default:
      return frame({ ...sane, opcode: random.pick([1, 1, 2]), payload: Buffer.from(fuzzMessage(random)) }, random);
  }
}

interface FrameParts {
  opcode: number;
  payload: Buffer;
  isFinal: boolean;
  isMasked: boolean;
  reserved: number;
  /** The length that the header tells, where it is not the payload's. */
  claimed?: number;
}

function frame({ opcode, payload, isFinal, isMasked, reserved, claimed }: FrameParts, random: Random): Buffer {
  const length = claimed ?? payload.length;
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  const maskBit = isMasked ? 0x80 : 0;
  let header: Buffer;
  if (length < 126) header = Buffer.from([first, maskBit | length]);
  else if (length < 65_536) header = Buffer.from([first, maskBit | 126, length >> 8, length & 0xff]);
  else {
    header = Buffer.alloc(10);
    header.set([first, maskBit | 127]);
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  if (!isMasked) return Buffer.concat([header, payload]);
  const mask = random.bytes(4);
  return Buffer.concat([header, mask, payload.map((byte, index) => byte ^ mask[index & 3]!)]);
}
