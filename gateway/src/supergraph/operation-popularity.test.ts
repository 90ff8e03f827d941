import { describe, expect, it } from '@jest/globals';
import { createRequestContext } from '@polyphony/platform/context';
import type { GraphExecution, PreparedOperation } from '../execution/index.ts';
import { createOperationPopularity } from './operation-popularity.ts';

/** Remembers what it prepared, as executions do; executes nothing. */
function createFakeExecution(): GraphExecution {
  const prepared = new Map<string, PreparedOperation>();
  const execution: Partial<GraphExecution> = {
    prepare({ query }) {
      const operation = prepared.get(query) ?? ({} as PreparedOperation);
      prepared.set(query, operation);
      return operation;
    },
    execute: async () => ({ data: '{}' }),
    // oxlint-disable-next-line require-yield -- ends at once
    async *subscribe() {
      return;
    },
  };
  return execution as GraphExecution;
}

describe('The popularity of operations', () => {
  const context = createRequestContext();
  const use = (execution: GraphExecution, query: string, times = 1) => {
    for (let time = 0; time < times; time += 1) void execution.execute(execution.prepare({ query }), {}, context);
  };
  const queries = (uses: { query: string }[]) => uses.map(({ query }) => query);

  it('puts the most executed first, over all executions, and leaves out what was only prepared', () => {
    const popularity = createOperationPopularity();
    const first = popularity.counted(createFakeExecution());
    const second = popularity.counted(createFakeExecution());
    use(first, '{ a }', 2);
    use(first, '{ b }', 2);
    use(second, '{ b }');
    first.prepare({ query: '{ c }' });
    void first.subscribe(first.prepare({ query: 'subscription { d }' }), {}, context).next();
    expect(queries(popularity.mostUsed(10))).toEqual(['{ b }', '{ a }', 'subscription { d }']);
    expect(queries(popularity.mostUsed(1))).toEqual(['{ b }']);
  });

  it('keeps a bounded number of texts, those used most, and none that is huge', () => {
    const popularity = createOperationPopularity(10);
    const execution = popularity.counted(createFakeExecution());
    use(execution, '{ popular }', 50);
    for (let index = 0; index < 100; index += 1) use(execution, `{ rare${index} }`);
    use(execution, `{ huge # ${'x'.repeat(20_000)}\n }`, 99);
    expect(popularity.mostUsed(100).length).toBeLessThanOrEqual(10);
    expect(popularity.mostUsed(100)[0]?.query).toBe('{ popular }');
  });

  it('knows what was forgotten when it is used again', () => {
    const popularity = createOperationPopularity(10);
    const execution = popularity.counted(createFakeExecution());
    use(execution, '{ first }');
    for (let index = 0; index < 20; index += 1) use(execution, `{ other${index} }`, 2);
    expect(queries(popularity.mostUsed(100))).not.toContain('{ first }');
    use(execution, '{ first }', 10);
    expect(popularity.mostUsed(1)[0]?.query).toBe('{ first }');
  });
});
