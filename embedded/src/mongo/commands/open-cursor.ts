import { ResultCursor } from '../cursors/result-cursor.ts';
import { CursorReply, type CommandContext } from './command.ts';
import { writeDocument } from '../values/bson-codec.ts';
import type { ServerCursor } from '../cursors/server-cursor.ts';
import type { Document } from 'bson';

/** How many documents a first batch has when the client does not say. */
export const defaultBatchSize = 101;

/** Replies with the first batch of results and keeps a cursor open for the rest. */
export function replyWithResults(
  context: CommandContext,
  namespace: string,
  documents: readonly Uint8Array[],
  options: { batchSize: number | undefined; singleBatch?: boolean; noTimeout?: boolean },
): CursorReply {
  const cursor = new ResultCursor(namespace, documents);
  const batch = cursor.next({ batchSize: options.batchSize ?? defaultBatchSize });
  if (batch.exhausted || options.singleBatch)
    return new CursorReply('firstBatch', 0n, namespace, { ...batch, exhausted: true });
  return new CursorReply('firstBatch', keepOpen(context, cursor, options.noTimeout), namespace, batch);
}

/** Replies with all of a short list of documents. */
export function replyWithAll(context: CommandContext, namespace: string, documents: readonly Document[]): CursorReply {
  return replyWithResults(context, namespace, documents.map(writeDocument), {
    batchSize: Math.max(documents.length, 1),
  });
}

/** Registers a cursor for later `getMore`s. */
export function keepOpen(
  { engine, connection, session }: CommandContext,
  cursor: ServerCursor,
  noTimeout = false,
): bigint {
  return engine.cursors.open(cursor, connection, { sessionKey: session?.key, keptForEver: noTimeout });
}
