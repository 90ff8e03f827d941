import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { revokedSessionKey } from '@polyphony/platform/identity';
import { errorOf, startUsersGraph, type UsersGraph } from '../testing/users-graph.ts';

describe('sessions in the graph', () => {
  let graph: UsersGraph;
  beforeAll(async () => {
    graph = await startUsersGraph();
  });
  afterAll(() => graph.stop());

  it('go on with a refresh token, once', async () => {
    const { refreshToken, context } = await graph.createAccount();
    const second = await graph.refresh(refreshToken);
    const { accessToken, refreshToken: next } = second.data['refreshSession'];
    expect(await graph.viewerOfToken(accessToken)).toEqual(context.viewer);
    const reused = await graph.refresh(refreshToken);
    expect(errorOf(reused)).toMatchObject({ code: 'UNAUTHENTICATED' });
    const afterwards = await graph.refresh(next);
    expect(errorOf(afterwards)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('end with logout, for the access token too', async () => {
    const { refreshToken, context } = await graph.createAccount();
    const { data } = await graph.execute('mutation { logout }', {}, context);
    expect(data).toEqual({ logout: true });
    await expect(graph.cache.get(revokedSessionKey(context.viewer?.sessionId ?? ''))).resolves.toBe(true);
    expect(errorOf(await graph.refresh(refreshToken))).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect((await graph.execute('mutation { logout }', {}, context)).data).toEqual({ logout: false });
  });

  it('end everywhere on demand', async () => {
    const { username, refreshToken, context } = await graph.createAccount();
    await graph.logIn(username);
    await graph.logIn(username);
    const { data } = await graph.execute('mutation { logoutEverywhere }', {}, context);
    expect(data).toEqual({ logoutEverywhere: 3 });
    expect(errorOf(await graph.refresh(refreshToken))).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('do not go on for an account that was deactivated behind their back', async () => {
    const { id, username, refreshToken } = await graph.createAccount();
    await graph.mongo.db
      .collection('users')
      .updateOne({ username_key: username.toLowerCase() }, { $set: { is_active: false } });
    expect(errorOf(await graph.refresh(refreshToken))).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const left = await graph.mongo.db.collection('sessions').find().toArray();
    expect(left.map(session => session['user_id'].toHexString())).not.toContain(id);
  });
});
