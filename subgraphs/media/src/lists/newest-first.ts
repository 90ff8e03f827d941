import { BadUserInputError } from '@polyphony/platform/errors';
import { decodeCursor } from '@polyphony/platform/pagination';
import { isUuid } from '@polyphony/platform/postgres';

/** A place in a list that is ordered by creation, newest first, and then by id. */
export interface NewestFirstPosition {
  createdAt: Date;
  id: string;
}

/** The order of such a list. */
export const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

/** What a cursor holds of a row. */
export function positionOf(row: NewestFirstPosition): [number, string] {
  return [row.createdAt.getTime(), row.id];
}

/** @throws BadUserInputError naming `after` for a cursor of another list. */
export function parsePosition(after: string | null): NewestFirstPosition | null {
  if (after === null) return null;
  const [time, id] = decodeCursor(after, 2);
  const createdAt = new Date(typeof time === 'number' ? time : Number.NaN);
  if (typeof id !== 'string' || !isUuid(id) || Number.isNaN(createdAt.getTime())) {
    throw new BadUserInputError('"after" is not a cursor of this list.', 'after');
  }
  return { createdAt, id };
}

/** The condition that a row comes after the position. */
export function comesAfter(position: NewestFirstPosition | null) {
  if (position === null) return {};
  const { createdAt, id } = position;
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id } }] };
}
