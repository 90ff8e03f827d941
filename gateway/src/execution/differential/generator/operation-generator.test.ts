import { describe, expect, it } from '@jest/globals';
import { parse, validate } from 'graphql';
import { worldDefinitions, worldOf } from '../worlds/all-worlds.ts';
import { generateOperation } from './operation-generator.ts';

const all = worldDefinitions.flatMap(({ name }) =>
  Array.from({ length: 60 }, (_seed, seed) => ({
    schema: worldOf(name).apiSchema,
    operation: generateOperation(worldOf(name).apiSchema, seed),
  })),
);

describe('Generated operations', () => {
  it('are the same for the same seed', () => {
    const { apiSchema } = worldOf('media');
    expect(generateOperation(apiSchema, 7)).toEqual(generateOperation(apiSchema, 7));
    expect(generateOperation(apiSchema, 7)).not.toEqual(generateOperation(apiSchema, 8));
  });

  it('are valid', () => {
    for (const { schema, operation } of all) expect(validate(schema, parse(operation.query))).toEqual([]);
  });

  it.each([
    ['named fragments', /\.\.\.F\d/],
    ['fragments with a type condition', /\.\.\. on \w+ \{/],
    ['fragments without one', /\.\.\. \{/],
    ['conditional fragments', /\.\.\.(F\d+| on \w+) @(skip|include)/],
    ['literal conditions', /@skip\(if: true\)/],
    ['variable conditions', /@include\(if: \$v\d+\)/],
    ['both conditions', /@skip\(if: [^)]+\) @include/],
    ['names of other fields', /\bid: (?!__)\w+/],
    ['types under other names', /\w+: __typename/],
    ['variables with defaults', /\$v\d+: [\w[\]!]+ = /],
    ['literals of objects', /\(\w+: \{\w+: /],
    ['nulls as arguments', /\w+: null/],
    ['mutations', /^mutation/m],
    ['several operations', /^query Another/m],
    ['introspection', /__schema|__type\(/],
  ])('include %s', (_what, pattern) => {
    expect(all.filter(({ operation }) => pattern.test(operation.query)).length).toBeGreaterThan(2);
  });

  it('leave out variables, and give null', () => {
    const values = all.flatMap(({ operation }) => Object.values(operation.variables));
    const left = all.filter(({ operation }) => {
      const declared = new Set(operation.query.match(/\$v\d+(?=:)/g)).size;
      return declared > Object.keys(operation.variables).length;
    });
    expect(values.filter(value => value === null).length).toBeGreaterThan(2);
    expect(left.length).toBeGreaterThan(2);
  });
});
