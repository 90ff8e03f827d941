import { describe, expect, it } from '@jest/globals';
import { checkJobData } from './job.data.ts';
import { defineJob, requireDefined } from './job.kind.ts';

const kind = defineJob<Record<string, unknown>>('test.data', { maximumDataBytes: 100 });

describe('checkJobData', () => {
  it('lets plain JSON through unchanged', () => {
    const data = { text: 'ơ', list: [1, null, { deep: true }] };
    expect(checkJobData(kind, data)).toEqual(data);
  });

  it.each([
    ['a Date', new Date()],
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a class instance', new Map()],
  ])('refuses %s, naming where it is', (_name, value) => {
    expect(() => checkJobData(kind, { outer: { inner: value } })).toThrow(/data\.outer\.inner/);
  });

  it('refuses a cycle', () => {
    const data: Record<string, unknown> = {};
    data.self = data;
    expect(() => checkJobData(kind, data)).toThrow(TypeError);
  });

  it('refuses data larger than its kind allows, counted in bytes', () => {
    expect(() => checkJobData(kind, { text: 'ơ'.repeat(60) })).toThrow(/bytes, more than 100/);
  });

  it('answers what the parser of its kind makes of the data', () => {
    const parsed = defineJob<{ id: string }>('test.parsed', {
      parse: data => ({ id: String((data as { id: unknown }).id) }),
    });
    expect(checkJobData(parsed, { id: 7 } as never)).toEqual({ id: '7' });
  });
});

describe('defineJob', () => {
  it.each(['', 'With Space', '1starts-with-a-digit', 'x'.repeat(80)])('refuses the name %j', name => {
    expect(() => defineJob(name)).toThrow(/no name/);
  });

  it('is the only source of kinds', () => {
    expect(() => requireDefined({ ...kind })).toThrow(/defineJob/);
  });
});
