import { describe, expect, it } from '@jest/globals';
import { addFields } from './add-fields.ts';

describe('$addFields', () => {
  it('adds to each element of an array and keeps what is beside a nested field', () => {
    const stage = addFields('$set', { 'list.z': 1, o: { k: '$n' }, copy: '$o' }, {});
    expect(stage({ n: 5, o: { x: 1 }, list: [{ k: 1 }, { k: 2 }] })).toEqual({
      n: 5,
      o: { x: 1, k: 5 },
      list: [
        { k: 1, z: 1 },
        { k: 2, z: 1 },
      ],
      copy: { x: 1 },
    });
  });

  it('leaves its input as it was and removes what becomes missing', () => {
    const input = { a: { b: 1 }, c: 2 };
    expect(addFields('$set', { 'a.b': '$missing', c: '$a.b' }, {})(input)).toEqual({ a: {}, c: 1 });
    expect(input).toEqual({ a: { b: 1 }, c: 2 });
  });
});
