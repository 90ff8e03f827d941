import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestContext } from '@polyphony/platform/context';
import { errorOf, startUsersGraph, type UsersGraph } from '../testing/users-graph.ts';

const meQuery = '{ me { settings { values } } }';

describe('settings in the graph', () => {
  let graph: UsersGraph;
  beforeAll(async () => {
    graph = await startUsersGraph();
  });
  afterAll(() => graph.stop());

  const update = (context: Partial<RequestContext>, values: unknown) =>
    graph.execute(
      'mutation ($values: JSON!) { updateSettings(values: $values) { values updatedAt } }',
      { values },
      context,
    );

  it('are merged, and read with the account', async () => {
    const { context } = await graph.createAccount();
    await Promise.all([update(context, { theme: 'dark', old: 1 }), update(context, { language: 'vi' })]);
    const { data } = await update(context, { old: null });
    expect(data['updateSettings'].values).toEqual({ theme: 'dark', language: 'vi' });
    const me = await graph.execute(meQuery, {}, context);
    expect(me.data['me'].settings.values).toEqual({ theme: 'dark', language: 'vi' });
  });

  it('take literals of a document as well', async () => {
    const { context } = await graph.createAccount();
    const { data } = await graph.execute(
      'mutation { updateSettings(values: { size: 3, list: [1, "a", null], nested: { on: true } }) { values } }',
      {},
      context,
    );
    expect(data['updateSettings'].values).toEqual({ size: 3, list: [1, 'a', null], nested: { on: true } });
  });

  it('name the field when they are no object', async () => {
    const { context } = await graph.createAccount();
    expect(errorOf(await update(context, 'text'))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'values' });
  });
});
