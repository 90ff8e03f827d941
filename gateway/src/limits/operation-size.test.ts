import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { findExcess, sizeLimits } from './operation-size.ts';

const excess = (query: string) => {
  const document = parse(query);
  return findExcess(document, getOperationAST(document)!);
};
const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

describe('The size of an operation', () => {
  it('leaves room for what applications and tools ask', () => {
    expect(excess('{ me { id } }')).toBeNull();
    expect(excess(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }))).toBeNull();
    expect(excess(`{ ${repeat(sizeLimits.rootFields, n => `a${n}: me { id }`)} }`)).toBeNull();
  });

  it('is too much with a field run under too many aliases, also behind fragments', () => {
    const aliases = repeat(sizeLimits.rootFields, n => `a${n}: me { id }`);
    expect(excess(`{ ${aliases} one: me { id } }`)).toContain('root fields');
    expect(excess(`{ ...A ... on Query { one: me { id } } } fragment A on Query { ${aliases} }`)).toContain(
      'root fields',
    );
  });

  it('is too much with fragments that double each other, told at once', () => {
    const doubling = repeat(
      300,
      n => `fragment F${n} on User { a: friend { ...F${n + 1} } b: friend { ...F${n + 1} } }`,
    );
    expect(excess(`{ me { ...F0 } } ${doubling} fragment F300 on User { id }`)).toContain('fields');
  });

  it('is too much when too deep', () => {
    const deep = (levels: number) => `{ ${'friend { '.repeat(levels - 1)} id ${'}'.repeat(levels - 1)} }`;
    expect(excess(deep(sizeLimits.depth))).toBeNull();
    expect(excess(deep(sizeLimits.depth + 1))).toContain('deep');
  });
});
