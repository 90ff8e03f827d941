import { describe, expect, it } from '@jest/globals';
import { checkFirst, decodeCursor, encodeCursor, toPage } from './connection.ts';

describe('pages', () => {
  it('uses the extra row only to tell that there is more', () => {
    const page = toPage([{ id: 'a' }, { id: 'b' }, { id: 'c' }], { first: 2, position: ({ id }) => [id] });
    expect(page.nodes).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(page.hasNextPage).toBe(true);
    expect(page.hasPreviousPage).toBe(false);
    expect(page.cursors.map(cursor => decodeCursor(cursor, 1))).toEqual([['a'], ['b']]);
  });

  it.each(['', 'x', encodeCursor(['a', 'b']), encodeCursor([]), Buffer.from('[null]').toString('base64url')])(
    'refuses the cursor %p',
    cursor => {
      expect(() => decodeCursor(cursor, 1)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    },
  );

  it.each([0, -1, 101, 1.5, Number.NaN])('refuses first: %p', first => {
    expect(() => checkFirst(first)).toThrow(expect.objectContaining({ extensions: { field: 'first', max: 100 } }));
  });
});
