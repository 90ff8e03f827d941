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

describe('An operation beside others in its document', () => {
  it('is planned alone, however far mutations that are not run unfold', () => {
    const { execution } = createTestEngine([
      { name: 'a', sdl: 'type Query { one: Int } type Mutation { two: Int }', resolvers: {} },
    ]);
    const fragments = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Mutation { ...F${n + 1} ...F${n + 1} }`);
    const document = `mutation M { ...F0 } ${fragments.join(' ')} fragment F40 on Mutation { two }`;
    const { planned } = execution.prepare({ query: `query Q { one } ${document}`, operationName: 'Q' });
    expect(planned({}).program.operations.map(({ text }) => text)).toEqual(['query Q__a__0{one}']);
    const mutation = execution.prepare({ query: document, operationName: 'M' });
    expect(mutation.planned({}).program.operations.map(({ text }) => text)).toEqual(['mutation M__a__0{two}']);
  });

  it('may be subscribed to when only another has conditions', () => {
    const { execution } = createTestEngine([
      { name: 'a', sdl: 'type Query { one: Int } type Subscription { ticks: Int }', resolvers: {} },
    ]);
    const query = 'subscription S { ticks } query Q($c: Boolean!) { one @include(if: $c) }';
    expect(execution.prepare({ query, operationName: 'S' }).type).toBe('subscription');
    expect(() => execution.prepare({ query: 'subscription($c: Boolean!) { ticks @skip(if: $c) }' })).toThrow(
      'cannot be used on the root field',
    );
  });
});
