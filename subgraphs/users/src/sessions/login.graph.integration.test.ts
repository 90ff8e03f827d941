import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestUsers, type GraphAnswer } from '../testing/test-users.ts';
import {
  errorOf,
  loginMutation,
  password,
  registerMutation,
  startUsersGraph,
  type UsersGraph,
} from '../testing/users-graph.ts';

describe('logging in', () => {
  let graph: UsersGraph;
  beforeAll(async () => {
    graph = await startUsersGraph();
  });
  afterAll(() => graph.stop());

  it('takes the username or the email in any case', async () => {
    const { id, username, email } = await graph.createAccount();
    for (const login of [username, username.toUpperCase(), email, email.toLowerCase(), ` ${username} `]) {
      const { data, errors } = await graph.logIn(login);
      expect(errors).toEqual([]);
      expect(data['login'].user.id).toBe(id);
    }
  });

  it('gives one answer for an unknown login, a wrong password and an inactive account', async () => {
    const [ann, bob] = [await graph.createAccount(), await graph.createAccount()];
    await graph.execute(
      'mutation ($id: ID!) { setUserActive(userId: $id, isActive: false) { id } }',
      { id: bob.id },
      graph.admin,
    );
    const answers = [
      await graph.logIn('nobody'),
      await graph.logIn(ann.username, 'wrong password'),
      await graph.logIn(bob.username),
    ];
    for (const answer of answers) expect(errorOf(answer)).toEqual(errorOf(answers[0] as GraphAnswer));
    expect(errorOf(answers[0] as GraphAnswer)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is locked after five wrong passwords, whether the account exists or not', async () => {
    const { username } = await graph.createAccount();
    for (const login of [username, 'no-such-account']) {
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect(errorOf(await graph.logIn(login, 'wrong password'))).toMatchObject({ code: 'UNAUTHENTICATED' });
      }
      expect(errorOf(await graph.logIn(login))).toMatchObject({
        code: 'RATE_LIMITED',
        extensions: { retryAfterSeconds: expect.any(Number) },
      });
    }
    graph.clock.advance(15 * 60);
    expect(errorOf(await graph.logIn(username))).toBeUndefined();
  });

  it('bounds what it hashes', async () => {
    expect(errorOf(await graph.logIn('x'.repeat(1000)))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'login' });
    expect(errorOf(await graph.logIn('ann', 'x'.repeat(1000)))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'password',
    });
  });

  it('limits what one address may try', async () => {
    const strict = await startTestUsers({
      addressLimits: { login: { limit: 3, windowSeconds: 60 }, register: { limit: 1, windowSeconds: 60 } },
    });
    try {
      const from = (clientAddress: string) => ({ clientAddress });
      const variables = { login: 'nobody', password };
      for (let attempt = 0; attempt < 3; attempt += 1)
        await strict.execute(loginMutation, variables, from('192.0.2.1'));
      const fourth = await strict.execute(loginMutation, variables, from('192.0.2.1'));
      expect(errorOf(fourth)).toMatchObject({ code: 'RATE_LIMITED' });
      const elsewhere = await strict.execute(loginMutation, variables, from('192.0.2.2'));
      expect(errorOf(elsewhere)).toMatchObject({ code: 'UNAUTHENTICATED' });
      const register = (username: string) =>
        strict.execute(
          registerMutation,
          { input: { username, email: `${username}@example.com`, password } },
          from('192.0.2.1'),
        );
      expect(errorOf(await register('first'))).toBeUndefined();
      expect(errorOf(await register('second'))).toMatchObject({ code: 'RATE_LIMITED' });
    } finally {
      await strict.stop();
    }
  });
});
