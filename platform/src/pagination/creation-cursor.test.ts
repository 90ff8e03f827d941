import { describe, expect, it } from '@jest/globals';
import { encodeCursor } from './connection.ts';
import { creationPosition, readCreationPosition } from './creation-cursor.ts';

const readId = (text: string) => (text.startsWith('row-') ? text : null);

describe('the cursor of a list by creation', () => {
  it('gives back where it points', () => {
    const row = { createdAt: new Date('2026-11-22T12:00:00.123Z'), id: 'row-1' };
    expect(readCreationPosition(encodeCursor(creationPosition(row)), readId)).toEqual(row);
    expect(readCreationPosition(null, readId)).toBeNull();
  });

  it.each([[['row-1', 1]], [[1, 'other']], [[1, 2]], [[-1, 'row-1']], [[8.64e15, 'row-1']], [[1]]])(
    'refuses %j',
    position => {
      expect(() => readCreationPosition(encodeCursor(position), readId)).toThrow(
        expect.objectContaining({ code: 'BAD_USER_INPUT', extensions: { field: 'after' } }),
      );
    },
  );
});
