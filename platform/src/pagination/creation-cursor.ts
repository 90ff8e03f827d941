import { BadUserInputError } from '../errors/index.ts';
import { decodeCursor } from './connection.ts';

/** A place in a list that is ordered by creation and then by id. */
export interface CreationPosition<Id = string> {
  createdAt: Date;
  id: Id;
}

/** Later years have more than four digits, which not every store can read. */
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** What a cursor of such a list holds of a row, for `toPage`. */
export function creationPosition({ createdAt, id }: CreationPosition): [number, string] {
  return [createdAt.getTime(), id];
}

/**
 * Reads a cursor of such a list, null for none. `readId` answers null for text that is the id of no row.
 * @throws BadUserInputError naming `after` for a cursor of another list.
 */
export function readCreationPosition<Id>(
  after: string | null | undefined,
  readId: (text: string) => Id | null,
): CreationPosition<Id> | null {
  if (after === null || after === undefined) return null;
  const [time, text] = decodeCursor(after, 2);
  const id = typeof text === 'string' ? readId(text) : null;
  if (typeof time !== 'number' || time < 0 || time > latest || id === null) {
    throw new BadUserInputError('"after" is not a cursor of this list.', 'after');
  }
  return { createdAt: new Date(time), id };
}
