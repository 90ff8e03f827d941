import { expect, it } from '@jest/globals';
import { Long } from 'bson';
import { describeUpdate } from './update-description.ts';

it('names changed, new and removed fields by their paths', () => {
  const before = { a: 1, same: { x: 1 }, nested: { keep: 1, change: 1, drop: 1 }, list: [1, 2], gone: true, type: 1 };
  const after = {
    a: 2,
    same: { x: 1 },
    nested: { keep: 1, change: 2, add: 3 },
    list: [1, 2, 3],
    type: Long.fromNumber(1),
  };
  expect(describeUpdate(before, after)).toEqual({
    updatedFields: { a: 2, 'nested.change': 2, 'nested.add': 3, list: [1, 2, 3], type: Long.fromNumber(1) },
    removedFields: ['nested.drop', 'gone'],
    truncatedArrays: [],
  });
});
