import { describe, expect, it } from '@jest/globals';
import { checkSettingsChanges, mergeSettings, settingsMaxBytes, settingsMaxDepth } from './settings-values.ts';

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
const badValues = expect.objectContaining({
  code: 'BAD_USER_INPUT',
  extensions: expect.objectContaining({ field: 'values' }),
});

describe('changes of settings', () => {
  it.each([
    { theme: 'dark' },
    {},
    { 'editor.fontSize': 14, panels: ['a', { open: true }], none: null },
    nested(settingsMaxDepth),
  ])('accepts %j', changes => {
    expect(checkSettingsChanges(changes)).toBe(changes);
  });

  it.each([
    ['text', 'text'],
    ['a list', ['a']],
    ['nothing', null],
    ['a number', 3],
    ['deep nesting', nested(settingsMaxDepth + 1)],
    ['nesting that would exhaust the stack', nested(5000)],
    ['a key that begins with $', { $where: 1 }],
    ['such a key further in', { a: [{ $gt: 1 }] }],
    ['an empty key', { '': 1 }],
    ['a key of the prototype', JSON.parse('{"__proto__":{"admin":true}}')],
    ['a key of the driver', { filter: { _bsontype: 'ObjectId' } }],
    ['a very long key', { ['k'.repeat(201)]: 1 }],
    ['too much', { text: 'x'.repeat(settingsMaxBytes) }],
  ])('refuses %s, naming the field', (_what, changes) => {
    expect(() => checkSettingsChanges(changes)).toThrow(badValues);
  });
});

describe('merged settings', () => {
  it('replace the keys that changed, drop those set to null and keep the rest', () => {
    expect(
      mergeSettings({ theme: 'dark', size: { a: 1, b: 2 }, old: 1 }, { size: { a: 3 }, old: null, more: true }),
    ).toEqual({
      theme: 'dark',
      size: { a: 3 },
      more: true,
    });
  });

  it('are bounded as a whole', () => {
    const half = { half: 'x'.repeat(settingsMaxBytes / 2) };
    expect(() => mergeSettings(half, { other: 'x'.repeat(settingsMaxBytes / 2) })).toThrow(badValues);
    expect(mergeSettings(half, { half: null, other: 'y' })).toEqual({ other: 'y' });
  });
});
