import { Long } from 'bson';
import { CursorReply, type CommandReply } from '../commands/command.ts';
import { writeDocument } from '../values/bson-codec.ts';
import { opCodes } from './message-reader.ts';

/** The bytes of the reply to a message, in the form the message came in. */
export function writeReply(reply: CommandReply, replyTo: number, opCode: number): Buffer {
  const body = reply instanceof CursorReply ? cursorDocument(reply) : writeDocument(reply);
  return opCode === opCodes.query ? queryReply(body, replyTo) : messageReply(body, replyTo);
}

function messageReply(body: Uint8Array, replyTo: number): Buffer {
  const message = Buffer.allocUnsafe(21 + body.byteLength);
  writeHeader(message, replyTo, opCodes.message);
  message.writeUInt32LE(0, 16);
  message[20] = 0;
  message.set(body, 21);
  return message;
}

const awaitCapable = 8;

function queryReply(body: Uint8Array, replyTo: number): Buffer {
  const message = Buffer.alloc(36 + body.byteLength);
  writeHeader(message, replyTo, opCodes.reply);
  message.writeInt32LE(awaitCapable, 16);
  message.writeInt32LE(1, 32);
  message.set(body, 36);
  return message;
}

let lastRequestId = 0;

function writeHeader(message: Buffer, replyTo: number, opCode: number): void {
  lastRequestId = (lastRequestId + 1) & 0x7fffffff;
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(lastRequestId, 4);
  message.writeInt32LE(replyTo, 8);
  message.writeInt32LE(opCode, 12);
}

const documentType = 0x03;
const arrayType = 0x04;

/** A reply around documents that are BSON already: they are copied in as they are. https://bsonspec.org/spec.html */
function cursorDocument({ field, id, namespace, batch, fields }: CursorReply): Buffer {
  const items = batch.documents.flatMap((bytes, index) => [elementHeader(documentType, String(index)), bytes]);
  const others = elementsOf({ id: Long.fromBigInt(id), ns: namespace, ...batch.extra });
  const cursor = container([elementHeader(arrayType, field), container(items), others]);
  return container([elementHeader(documentType, 'cursor'), cursor, elementsOf(fields)]);
}

function elementHeader(type: number, name: string): Buffer {
  return Buffer.from(`${String.fromCharCode(type)}${name}\0`, 'latin1');
}

/** The elements of a document, without its length and its end. */
function elementsOf(content: Record<string, unknown>): Uint8Array {
  return writeDocument(content).subarray(4, -1);
}

/** A document or array of the given elements. */
function container(elements: readonly Uint8Array[]): Buffer {
  const length = elements.reduce((sum, { byteLength }) => sum + byteLength, 5);
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeInt32LE(length, 0);
  let position = 4;
  for (const element of elements) {
    bytes.set(element, position);
    position += element.byteLength;
  }
  bytes[position] = 0;
  return bytes;
}
