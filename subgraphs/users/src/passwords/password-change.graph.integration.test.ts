import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestContext } from '@polyphony/platform/context';
import { errorOf, password, startUsersGraph, type UsersGraph } from '../testing/users-graph.ts';

describe('changing the password', () => {
  let graph: UsersGraph;
  beforeAll(async () => {
    graph = await startUsersGraph();
  });
  afterAll(() => graph.stop());

  const mutation = `mutation ($current: String!, $next: String!) { changePassword(currentPassword: $current, newPassword: $next) }`;
  const change = (context: Partial<RequestContext>, current: string, next: string) =>
    graph.execute(mutation, { current, next }, context);

  it('replaces it and ends the other sessions', async () => {
    const { username, refreshToken, context } = await graph.createAccount();
    const other = await graph.logIn(username);
    expect((await change(context, password, 'another fine password')).data).toEqual({ changePassword: true });
    expect(errorOf(await graph.logIn(username))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(errorOf(await graph.logIn(username, 'another fine password'))).toBeUndefined();
    const others = await graph.refresh(other.data['login'].refreshToken);
    expect(errorOf(others)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(errorOf(await graph.refresh(refreshToken))).toBeUndefined();
  });

  it('names the password that is wrong, and counts wrong ones like a log-in does', async () => {
    const { username, context } = await graph.createAccount();
    expect(errorOf(await change(context, password, 'short'))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'newPassword',
    });
    expect(errorOf(await change(context, password, password))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'newPassword',
    });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const answer = await change(context, 'wrong password', 'another fine password');
      expect(errorOf(answer)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'currentPassword' });
    }
    expect(errorOf(await change(context, password, 'another fine password'))).toMatchObject({ code: 'RATE_LIMITED' });
    expect(errorOf(await graph.logIn(username))).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('is asked of the first administrator, until it was done', async () => {
    const asked = async () => (await graph.execute('{ me { mustChangePassword role } }', {}, graph.admin)).data['me'];
    await expect(asked()).resolves.toEqual({ mustChangePassword: true, role: 'ADMIN' });
    const { data } = await change(graph.admin, graph.firstAdmin.password, 'an administrator password');
    expect(data).toEqual({ changePassword: true });
    await expect(asked()).resolves.toEqual({ mustChangePassword: false, role: 'ADMIN' });
  });
});
