import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestContext } from '@polyphony/platform/context';
import { countMongoCommands } from '@polyphony/platform/mongo';
import { errorOf, startUsersGraph, type UsersGraph } from '../testing/users-graph.ts';

describe('users as an entity', () => {
  let graph: UsersGraph;
  beforeAll(async () => {
    graph = await startUsersGraph();
  });
  afterAll(() => graph.stop());

  const entities = `query ($ids: [_Any!]!) {
    _entities(representations: $ids) { ... on User { id username email settings { values } apiKeys { id } } }
  }`;
  const resolve = (ids: string[], context: Partial<RequestContext>) =>
    graph.execute(entities, { ids: ids.map(id => ({ __typename: 'User', id })) }, context);

  it('is there for its owner and for administrators, and not found by anyone else', async () => {
    const [ann, bob] = [await graph.createAccount(), await graph.createAccount()];
    expect((await resolve([ann.id], ann.context)).data['_entities']).toMatchObject([{ id: ann.id, email: ann.email }]);
    expect((await resolve([ann.id], graph.admin)).data['_entities']).toMatchObject([{ id: ann.id, email: ann.email }]);
    const stranger = await resolve([ann.id], bob.context);
    expect(stranger.data['_entities']).toEqual([null]);
    expect(errorOf(stranger)).toMatchObject({ code: 'NOT_FOUND' });
    expect(errorOf(await resolve(['f'.repeat(24)], graph.admin))).toMatchObject({ code: 'NOT_FOUND' });
    expect(errorOf(await resolve([ann.id], {}))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('resolves the remaining entities when one is missing', async () => {
    const { id, context } = await graph.createAccount();
    const { data } = await resolve(['f'.repeat(24), id], context);
    expect(data['_entities']).toMatchObject([null, { id }]);
  });

  it('costs a constant number of queries, whatever the number of users', async () => {
    const ids = [];
    for (let index = 0; index < 10; index += 1) ids.push((await graph.createAccount()).id);
    const counter = countMongoCommands(graph.mongo.client);
    const { data } = await resolve(ids, graph.admin);
    expect(data['_entities']).toHaveLength(10);
    expect(counter.take().toSorted()).toEqual(['find user_api_keys', 'find user_settings', 'find users']);
    counter.stop();
  });
});
