import { createRequestContext, type RequestContext, type Viewer } from '@polyphony/platform/context';
import { verifyAccessToken } from '@polyphony/platform/identity';
import { runProcedure } from '@polyphony/platform/internal-calls';
import { createLocalJWKSet, type JWK } from 'jose';
import { startTestUsers, type GraphAnswer } from './test-users.ts';

export const password = 'correct horse battery';

export const registerMutation = `mutation ($input: RegisterInput!) {
  register(input: $input) { accessToken refreshToken expiresAt user { id username email fullName role isActive lastLoginAt } }
}`;
export const loginMutation = `mutation ($login: String!, $password: String!) {
  login(input: { login: $login, password: $password }) { accessToken refreshToken expiresAt user { id lastLoginAt } }
}`;
const refreshMutation = `mutation ($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) { accessToken refreshToken user { id } }
}`;

/** What the answer's first error says. */
export const errorOf = ({ errors: [error] }: GraphAnswer) => error;

/** The service, with the ways to become somebody in it. */
export async function startUsersGraph() {
  const users = await startTestUsers();
  let accounts = 0;

  /** Reads an access token as the gateway does: with the published keys. */
  async function viewerOfToken(accessToken: string): Promise<Viewer> {
    const answer = await runProcedure(users.subgraph.procedures, 'publicKeys', {}, createRequestContext());
    return (await verifyAccessToken(accessToken, createLocalJWKSet(answer as { keys: JWK[] }))).viewer;
  }

  const logIn = (login: string, secret = password) => users.execute(loginMutation, { login, password: secret });

  /** A new account, logged in. */
  async function createAccount() {
    accounts += 1;
    const username = `Ann${accounts}`;
    const email = `${username}@Example.com`;
    const { data, errors } = await users.execute(registerMutation, { input: { username, email, password } });
    if (errors.length > 0) throw new Error(errors[0]?.message);
    const { user, accessToken, refreshToken } = data['register'];
    const context: Partial<RequestContext> = { viewer: await viewerOfToken(accessToken) };
    return { id: user.id as string, username, email, refreshToken: refreshToken as string, context, user };
  }

  const { data } = await logIn(users.firstAdmin.username, users.firstAdmin.password);
  const admin: Partial<RequestContext> = { viewer: await viewerOfToken(data['login'].accessToken) };

  return {
    ...users,
    /** The first administrator, logged in. */
    admin,
    viewerOfToken,
    logIn,
    createAccount,
    refresh: (refreshToken: string) => users.execute(refreshMutation, { refreshToken }),
  };
}

export type UsersGraph = Awaited<ReturnType<typeof startUsersGraph>>;
