import { describe, expect, it } from '@jest/globals';
import { createRequestContext } from '@polyphony/platform/context';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { GraphExecution, GraphResult, PreparedOperation } from '../execution/index.ts';
import { protectExecution } from './protected-execution.ts';

const hint = { message: 'Cannot query field "nam" on type "User". Did you mean "name"?', extensions: { code: 'X' } };
const bare = { message: 'Cannot query field "nam" on type "User".', extensions: { code: 'X' } };
const context = createRequestContext({});
const operation = { cost: variables => Number(variables['n']) } as PreparedOperation;

/** An execution that refuses to prepare with a hint, and executes to what it is given. */
function execution(result: GraphResult): GraphExecution {
  return {
    prepare() {
      throw new RequestRejectedError([hint]);
    },
    execute: async () => result,
    async *subscribe() {
      yield result;
      throw new RequestRejectedError([hint]);
    },
  } as Partial<GraphExecution> as GraphExecution;
}

describe('A protected execution', () => {
  it('refuses what costs too much with these variables, and says what it costs', async () => {
    const guarded = protectExecution(execution({ data: '{}' }), { maxCost: 100, introspection: true });
    expect(await guarded.execute(operation, { n: 100 }, context)).toEqual({ data: '{}' });
    const refusal = {
      message: expect.stringContaining('101'),
      extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', cost: { estimated: 101, max: 100 } },
    };
    expect(await guarded.execute(operation, { n: 101 }, context)).toEqual({ data: undefined, errors: [refusal] });
    expect((await guarded.subscribe(operation, { n: 100 }, context).next()).value).toEqual({ data: '{}' });
    expect(() => guarded.subscribe(operation, { n: 101 }, context)).toThrow(
      expect.objectContaining({ errors: [refusal] }),
    );
  });

  it('knows no maximum at 0', async () => {
    const guarded = protectExecution(execution({ data: '{}' }), { maxCost: 0, introspection: true });
    expect(await guarded.execute(operation, { n: 1e12 }, context)).toEqual({ data: '{}' });
  });

  it('proposes no names while the schema is not shown', async () => {
    const options = { maxCost: 0, introspection: false };
    const errors = [hint];
    const refused = protectExecution(execution({ data: undefined, errors }), options);
    expect(() => refused.prepare({ query: '' })).toThrow(expect.objectContaining({ errors: [bare] }));
    expect(await refused.execute(operation, {}, context)).toEqual({ data: undefined, errors: [bare] });
    const events = refused.subscribe(operation, {}, context);
    await events.next();
    await expect(events.next()).rejects.toMatchObject({ errors: [bare] });
    // What a subgraph's service tells its caller is no hint of ours.
    const answered = { data: '{}', errors };
    expect(await protectExecution(execution(answered), options).execute(operation, {}, context)).toEqual(answered);
  });

  it('leaves hints where the schema is shown anyway', () => {
    const open = protectExecution(execution({ data: '{}' }), { maxCost: 0, introspection: true });
    expect(() => open.prepare({ query: '' })).toThrow(expect.objectContaining({ errors: [hint] }));
  });
});
