import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { findRepetition, repetitionLimits as limits } from './repetition.ts';

const repetition = (query: string) => {
  const document = parse(query);
  return findRepetition(document, getOperationAST(document)!);
};
const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

describe('What an operation repeats', () => {
  it('may be what applications and tools write', () => {
    expect(repetition('{ me { id } }')).toBeNull();
    expect(repetition(getIntrospectionQuery())).toBeNull();
    expect(repetition(`{ me { ${repeat(limits.aliasesOfField, n => `a${n}: id`)} } }`)).toBeNull();
    expect(repetition(`query ($x: Boolean!) { me { ${repeat(100, n => `f${n} @include(if: $x)`)} } }`)).toBeNull();
  });

  it('is too much with one field under many aliases, wherever they are', () => {
    const half = (name: string) => repeat(limits.aliasesOfField / 2 + 1, n => `${name}${n}: id`);
    expect(repetition(`{ me { ${half('a')} friend { ${half('b')} } } }`)).toContain('"id" has more');
  });

  it('counts a fragment as often as it is spread', () => {
    const fields = repeat(20, n => `a${n}: f${n}`);
    const spreads = (count: number) => `{ ${repeat(count, () => '...F')} } fragment F on Query { ...G } `;
    expect(repetition(`${spreads(15)} fragment G on Query { ${fields} }`)).toBeNull();
    expect(repetition(`${spreads(16)} fragment G on Query { ${fields} }`)).toContain('300 aliases');
    // Spread by what comes before and after it in the document, and twice at different depths.
    const late = `fragment A on Query { ...B ...C } fragment C on Query { ...B } fragment B on Query { ${repeat(20, n => `x${n}: f`)} }`;
    expect(repetition(`{ ...A ...B } ${late}`)).toBeNull();
    expect(repetition(`{ ...A ...B ...C } ${late}`)).toContain('"f" has more');
  });

  it('is too much with many directives, in all or on one field', () => {
    expect(repetition(`{ me ${'@include(if: true) '.repeat(11)} }`)).toContain('at most 10 directives');
    const many = repeat(61, n => `f${n} @skip(if: false)`);
    expect(repetition(`{ ${'...F '.repeat(5)} } fragment F on Query { ${many} }`)).toContain('300 directives');
  });

  it('is told at once for fragments that double each other', () => {
    const doubling = repeat(400, n => `fragment F${n} on User { ...F${n + 1} ... on User { ...F${n + 1} } }`);
    expect(repetition(`{ me { ...F0 } } ${doubling} fragment F400 on User { a: id }`)).toContain('aliases');
  });
});
