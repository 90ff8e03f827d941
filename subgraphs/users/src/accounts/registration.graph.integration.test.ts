import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, password, registerMutation, startUsersGraph, type UsersGraph } from '../testing/users-graph.ts';

describe('registering', () => {
  let graph: UsersGraph;
  beforeAll(async () => {
    graph = await startUsersGraph();
  });
  afterAll(() => graph.stop());

  it('answers the account and tokens that name it', async () => {
    const { user, context, id, username, email } = await graph.createAccount();
    expect(user).toEqual({
      id,
      username,
      email,
      fullName: null,
      role: 'USER',
      isActive: true,
      lastLoginAt: graph.clock.now().toISOString(),
    });
    expect(context.viewer).toEqual({
      id,
      username,
      role: 'USER',
      isInternal: false,
      dailyQuota: 1000,
      sessionId: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
  });

  it('answers settings and keys of the new account at once', async () => {
    const { data, errors } = await graph.execute(
      'mutation ($input: RegisterInput!) { register(input: $input) { user { settings { values updatedAt } apiKeys { id } } } }',
      { input: { username: 'newcomer', email: 'newcomer@example.com', password, fullName: 'New Comer' } },
    );
    expect(errors).toEqual([]);
    expect(data['register'].user).toEqual({
      settings: { values: {}, updatedAt: expect.any(String) },
      apiKeys: [],
    });
  });

  it.each([
    ['username', { username: 'a b' }],
    ['email', { email: 'nobody' }],
    ['password', { password: 'short' }],
    ['password', { password: 'x'.repeat(201) }],
    ['fullName', { fullName: 'x'.repeat(101) }],
  ])('names %s when it is bad', async (field, bad) => {
    const input = { username: 'someone', email: 'someone@example.com', password, ...bad };
    const answer = await graph.execute(registerMutation, { input });
    expect(errorOf(answer)).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it('names what is taken, in any case', async () => {
    const { username, email } = await graph.createAccount();
    const free = { username: 'free-name', email: 'free@example.com', password };
    const sameName = await graph.execute(registerMutation, { input: { ...free, username: username.toUpperCase() } });
    expect(errorOf(sameName)).toMatchObject({ code: 'CONFLICT', field: 'username' });
    const sameEmail = await graph.execute(registerMutation, { input: { ...free, email: email.toLowerCase() } });
    expect(errorOf(sameEmail)).toMatchObject({ code: 'CONFLICT', field: 'email' });
  });

  it('lets exactly one of many have a name', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        graph.execute(registerMutation, {
          input: { username: index % 2 === 0 ? 'wanted' : 'WANTED', email: `wanted${index}@example.com`, password },
        }),
      ),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    for (const { errors } of answers) {
      for (const error of errors) expect(error).toMatchObject({ code: 'CONFLICT', field: 'username' });
    }
  });
});
