import { describe, expect, it } from '@jest/globals';
import { createTestEngine } from './testing/test-engine.ts';

describe('Plans of an operation with conditions', () => {
  const { execution } = createTestEngine([
    { name: 'a', sdl: 'type Query { one: Int two: Int }', resolvers: {} },
    { name: 'b', sdl: 'type Query { three: Int }', resolvers: {} },
  ]);

  it('are made once for each set of their values, and ask for what that leaves in', () => {
    const query = `query($one: Boolean!, $three: Boolean! = false) {
      one @include(if: $one) two @skip(if: $one) three @include(if: $three)
    }`;
    const { planned } = execution.prepare({ query });
    const texts = (variables: Record<string, unknown>) =>
      planned(variables)
        .program.operations.map(({ text }) => text)
        .toSorted();
    expect(texts({ one: true })).toEqual(['{one}']);
    expect(texts({ one: false })).toEqual(['{two}']);
    expect(texts({ one: true, three: true })).toEqual(['{one}', '{three}']);
    expect(planned({ one: false })).toBe(planned({ one: false, three: false }));
    expect(planned({ one: true })).not.toBe(planned({ one: false }));
  });

  it('do not depend on the conditions of another operation in the document', () => {
    const query = `query A($one: Boolean!) { one @include(if: $one) }
      query B($two: Boolean!) { two @skip(if: $two) }`;
    const { planned } = execution.prepare({ query, operationName: 'B' });
    expect(planned({ two: false })).toBe(planned({ two: false, one: true }));
    expect(planned({ two: true }).program.operations).toEqual([]);
    expect(() => planned({})).toThrow('must be true or false');
  });
});
