import { Long } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { isBsonNumber, optionNumber, toNumber } from '../values/numbers.ts';
import { CursorReply, type CommandContext, type CommandReply } from './command.ts';
import { arrayField, countField } from './command-fields.ts';

function cursorId(value: unknown): bigint {
  if (value instanceof Long) return value.toBigInt();
  if (isBsonNumber(value)) return BigInt(toNumber(value));
  throw new MongoError('TypeMismatch', 'cursor ids must be of type long');
}

/** `getMore`. */
export async function getMore({ engine, command, database, signal }: CommandContext): Promise<CommandReply> {
  const id = cursorId(command['getMore']);
  const { collection } = command;
  if (typeof collection !== 'string' || collection === '')
    throw new MongoError('InvalidNamespace', 'Collection names cannot be empty');
  const namespace = `${database}.${collection}`;
  const batchSize = countField(command, 'batchSize') || undefined;
  const waitMilliseconds =
    command['maxTimeMS'] === undefined ? undefined : optionNumber(command['maxTimeMS'], 'maxTimeMS', 0);
  const batch = await engine.cursors.use(id, namespace, async cursor => {
    try {
      return await cursor.next({ batchSize, waitMilliseconds, signal });
    } catch (error) {
      engine.cursors.close(id);
      throw error;
    }
  });
  if (batch.exhausted) engine.cursors.close(id);
  return new CursorReply('nextBatch', batch.exhausted ? 0n : id, namespace, batch);
}

/** `killCursors`. */
export function killCursors({ engine, command }: CommandContext): CommandReply {
  const cursorsKilled: Long[] = [];
  const cursorsNotFound: Long[] = [];
  for (const id of arrayField(command, 'cursors').map(cursorId)) {
    (engine.cursors.close(id) ? cursorsKilled : cursorsNotFound).push(Long.fromBigInt(id));
  }
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
}
