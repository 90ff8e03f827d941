import { readCommand, readDocument } from '../values/bson-codec.ts';
import { opCodes, ProtocolError, type WireMessage } from './message-reader.ts';
import type { Document } from 'bson';

/** A command taken from a message. */
export interface ParsedCommand {
  readonly command: Document;
  /** Whether the client waits for no reply. */
  readonly unacknowledged: boolean;
}

const checksumPresent = 1;
const moreToCome = 2;
/** Flag bits a server must know (0 to 15), beside the two above. */
const unknownRequiredFlags = 0xffff & ~(checksumPresent | moreToCome);

/** Documents to insert are stored as the bytes they came in. */
const rawFields = { documents: true };

/** Reads the command of a message. Throws ProtocolError or BSONError for malformed ones. */
export function parseCommand(message: WireMessage): ParsedCommand {
  if (message.opCode === opCodes.message) return parseMessage(message.bytes);
  if (message.opCode === opCodes.query) return parseQuery(message.bytes);
  throw new ProtocolError(`operation code ${message.opCode} is not supported`);
}

function parseMessage(bytes: Buffer): ParsedCommand {
  if (bytes.length < 21) throw new ProtocolError('message too short');
  const flags = bytes.readUInt32LE(16);
  if (flags & unknownRequiredFlags) throw new ProtocolError(`unknown flags ${flags}`);
  const end = bytes.length - (flags & checksumPresent ? 4 : 0);
  let body: Document | undefined;
  const sequences: [string, Uint8Array[]][] = [];
  let position = 20;
  while (position < end) {
    const kind = bytes[position++];
    const length = sectionLength(bytes, position, end);
    const section = bytes.subarray(position, position + length);
    if (kind === 0) {
      if (body) throw new ProtocolError('more than one body');
      body = readCommand(section, rawFields);
    } else if (kind === 1) sequences.push(parseSequence(section));
    else throw new ProtocolError(`unknown section kind ${kind}`);
    position += length;
  }
  if (!body) throw new ProtocolError('message without a body');
  for (const [name, documents] of sequences) {
    if (name in body) throw new ProtocolError(`field ${name} is given twice`);
    body[name] = name in rawFields ? documents : documents.map(readDocument);
  }
  return { command: body, unacknowledged: (flags & moreToCome) !== 0 };
}

function sectionLength(bytes: Buffer, position: number, end: number): number {
  if (position + 4 > end) throw new ProtocolError('section without a length');
  const length = bytes.readInt32LE(position);
  if (length < 5 || position + length > end) throw new ProtocolError(`section length ${length} is out of bounds`);
  return length;
}

function parseSequence(section: Buffer): [string, Uint8Array[]] {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd === -1) throw new ProtocolError('document sequence without a name');
  const documents: Uint8Array[] = [];
  let position = nameEnd + 1;
  while (position < section.length) {
    const length = sectionLength(section, position, section.length);
    documents.push(section.subarray(position, position + length));
    position += length;
  }
  return [section.toString('utf8', 4, nameEnd), documents];
}

/** The old form, which drivers use for their first `hello` only. */
function parseQuery(bytes: Buffer): ParsedCommand {
  const nameEnd = bytes.indexOf(0, 20);
  if (nameEnd === -1 || nameEnd + 9 + 5 > bytes.length) throw new ProtocolError('query too short');
  const namespace = bytes.toString('utf8', 20, nameEnd);
  if (!namespace.endsWith('.$cmd')) throw new ProtocolError('only commands may be sent as queries');
  const start = nameEnd + 9;
  const length = sectionLength(bytes, start, bytes.length);
  const document = readDocument(bytes.subarray(start, start + length));
  const query: unknown = document['$query'];
  return {
    command: {
      ...(typeof query === 'object' && query !== null ? query : document),
      $db: namespace.slice(0, -'.$cmd'.length),
    },
    unacknowledged: false,
  };
}
