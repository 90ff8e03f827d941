import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { revokedSessionKey } from '@polyphony/platform/identity';
import { errorOf, startUsersGraph, type UsersGraph } from '../testing/users-graph.ts';

describe('administration', () => {
  let graph: UsersGraph;
  beforeAll(async () => {
    graph = await startUsersGraph();
  });
  afterAll(() => graph.stop());

  it('changes roles, which ends the sessions of the account', async () => {
    const { id, username, refreshToken, context } = await graph.createAccount();
    const { data } = await graph.execute(
      'mutation ($id: ID!) { setUserRole(userId: $id, role: DEVELOPER) { id role } }',
      { id },
      graph.admin,
    );
    expect(data['setUserRole']).toEqual({ id, role: 'DEVELOPER' });
    await expect(graph.cache.get(revokedSessionKey(context.viewer?.sessionId ?? ''))).resolves.toBe(true);
    expect(errorOf(await graph.refresh(refreshToken))).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const again = await graph.logIn(username);
    expect(await graph.viewerOfToken(again.data['login'].accessToken)).toMatchObject({ role: 'DEVELOPER' });
  });

  it('deactivates accounts, which ends their sessions, and activates them again', async () => {
    const { id, username, refreshToken } = await graph.createAccount();
    const setActive = (isActive: boolean) =>
      graph.execute(
        'mutation ($id: ID!, $isActive: Boolean!) { setUserActive(userId: $id, isActive: $isActive) { isActive } }',
        { id, isActive },
        graph.admin,
      );
    expect((await setActive(false)).data).toEqual({ setUserActive: { isActive: false } });
    expect(errorOf(await graph.refresh(refreshToken))).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(errorOf(await graph.logIn(username))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await setActive(true)).data).toEqual({ setUserActive: { isActive: true } });
    expect(errorOf(await graph.logIn(username))).toBeUndefined();
  });

  it('sets quotas within bounds, which the next access token carries', async () => {
    const { id, refreshToken } = await graph.createAccount();
    const setQuota = (dailyQuota: number) =>
      graph.execute(
        'mutation ($id: ID!, $dailyQuota: Int!) { setUserQuota(userId: $id, dailyQuota: $dailyQuota) { dailyQuota } }',
        { id, dailyQuota },
        graph.admin,
      );
    expect((await setQuota(3)).data).toEqual({ setUserQuota: { dailyQuota: 3 } });
    for (const bad of [-1, 1_000_000_001]) {
      expect(errorOf(await setQuota(bad))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'dailyQuota' });
    }
    const { data } = await graph.refresh(refreshToken);
    expect(await graph.viewerOfToken(data['refreshSession'].accessToken)).toMatchObject({ dailyQuota: 3 });
  });

  it('cannot turn against its own account, and finds no unknown one', async () => {
    const own = { id: graph.admin.viewer?.id };
    const demote = 'mutation ($id: ID!) { setUserRole(userId: $id, role: USER) { id } }';
    const deactivate = 'mutation ($id: ID!) { setUserActive(userId: $id, isActive: false) { id } }';
    expect(errorOf(await graph.execute(demote, own, graph.admin))).toMatchObject({ code: 'FORBIDDEN' });
    expect(errorOf(await graph.execute(deactivate, own, graph.admin))).toMatchObject({ code: 'FORBIDDEN' });
    for (const id of ['f'.repeat(24), 'no id']) {
      expect(errorOf(await graph.execute(demote, { id }, graph.admin))).toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});
