import type { CreationPosition } from '../pagination/index.ts';

/** The order of a list by creation, newest first, and then by id. */
export const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

/** The condition that a row comes after the position in such a list. */
export function comesAfter(position: CreationPosition | null) {
  if (position === null) return {};
  const { createdAt, id } = position;
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id } }] };
}
