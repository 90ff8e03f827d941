import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestContext, Viewer } from '@polyphony/platform/context';
import { errorOf, startUsersGraph, type UsersGraph } from '../testing/users-graph.ts';

describe('authorization', () => {
  let graph: UsersGraph;
  beforeAll(async () => {
    graph = await startUsersGraph();
  });
  afterAll(() => graph.stop());

  it.each([
    '{ me { id } }',
    'mutation { logout }',
    'mutation { logoutEverywhere }',
    'mutation { changePassword(currentPassword: "x", newPassword: "y") }',
    'mutation { updateSettings(values: {}) { values } }',
    'mutation { createApiKey(input: { name: "x" }) { secret } }',
    'mutation { revokeApiKey(id: "x") { id } }',
    'mutation { setUserRole(userId: "x", role: ADMIN) { id } }',
    'mutation { setUserActive(userId: "x", isActive: true) { id } }',
    'mutation { setUserQuota(userId: "x", dailyQuota: 1) { id } }',
  ])('answers UNAUTHENTICATED when nobody is logged in: %s', async operation => {
    const answer = await graph.execute(operation);
    expect(errorOf(answer)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(answer.data).toEqual({});
  });

  it('refuses a viewer whose account is gone or inactive', async () => {
    const { id, context } = await graph.createAccount();
    const me = (who: Partial<RequestContext>) => graph.execute('{ me { id } }', {}, who);
    const gone = { viewer: { ...(context.viewer as Viewer), id: 'f'.repeat(24) } };
    expect(errorOf(await me(gone))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(errorOf(await me(context))).toBeUndefined();
    const deactivate = 'mutation ($id: ID!) { setUserActive(userId: $id, isActive: false) { id } }';
    await graph.execute(deactivate, { id }, graph.admin);
    expect(errorOf(await me(context))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each([
    'mutation ($id: ID!) { setUserRole(userId: $id, role: ADMIN) { id } }',
    'mutation ($id: ID!) { setUserActive(userId: $id, isActive: false) { id } }',
    'mutation ($id: ID!) { setUserQuota(userId: $id, dailyQuota: 1) { id } }',
  ])('leaves administration to administrators: %s', async operation => {
    const { id, context } = await graph.createAccount();
    expect(errorOf(await graph.execute(operation, { id }, context))).toMatchObject({ code: 'FORBIDDEN' });
  });
});
