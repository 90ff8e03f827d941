import { BSONError, type Document } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import type { CommandContext } from './command.ts';

/** Any error as one a client may see. Unexpected ones keep their message but say that they are internal. */
export function asMongoError(error: unknown): MongoError {
  if (error instanceof MongoError) return error;
  if (error instanceof BSONError) return new MongoError('BadValue', error.message);
  return new MongoError('InternalError', error instanceof Error ? error.message : String(error));
}

/** An entry of `writeErrors`. */
export function writeErrorAt(index: number, error: MongoError): Document {
  const { keyPattern, keyValue, info } = error.details;
  return {
    index,
    code: error.code,
    errmsg: error.message,
    ...(keyPattern ? { keyPattern, keyValue } : {}),
    ...(info ? { errInfo: info } : {}),
  };
}

/**
 * Runs a batch of statements, going on after failures when it is unordered. In a transaction the first failure ends the
 * command, and with it the transaction.
 */
export async function runBatch(
  { command, transaction }: CommandContext,
  statements: readonly unknown[],
  run: (statement: unknown, index: number) => Promise<void>,
): Promise<{ writeErrors?: Document[] }> {
  const writeErrors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      await run(statement, index);
    } catch (error) {
      const shown = asMongoError(error);
      if (transaction || shown.codeName === 'WriteConflict') throw shown;
      writeErrors.push(writeErrorAt(index, shown));
      if (command['ordered'] !== false) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}
