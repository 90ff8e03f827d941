import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApiKeysDocument,
  createPolyphonyClient,
  CreateApiKeyDocument,
  LoginDocument,
  LogoutDocument,
  MeDocument,
  RefreshSessionDocument,
  RegisterDocument,
  RevokeApiKeyDocument,
  SettingsDocument,
  SetUserActiveDocument,
  SetUserRoleDocument,
  SystemLogsDocument,
  UpdateSettingsDocument,
  type Tokens,
} from '@polyphony/sdk';
import { createAccount, logIn } from '../harness/account.ts';
import { startPolyphony, type Polyphony } from '../harness/polyphony.ts';

describe('accounts', () => {
  let polyphony: Polyphony;

  beforeAll(async () => {
    polyphony = await startPolyphony();
  });
  afterAll(() => polyphony.stop());

  const anonymous = () => createPolyphonyClient({ url: polyphony.url });
  const withTokens = (tokens: Tokens) => createPolyphonyClient({ url: polyphony.url, tokens });

  it('registers, and logs in by username or email in any case', async () => {
    const account = await createAccount(polyphony.url);
    await expect(account.client.query(MeDocument)).resolves.toMatchObject({
      me: { id: account.id, username: account.username, role: 'USER', isActive: true },
    });
    for (const login of [account.username.toUpperCase(), `${account.username}@EXAMPLE.com`]) {
      const client = await logIn(polyphony.url, login, account.password);
      await expect(client.query(MeDocument)).resolves.toMatchObject({ me: { id: account.id } });
    }
  });

  it('names the field of a bad or taken registration', async () => {
    const account = await createAccount(polyphony.url);
    const register = (input: { username: string; email: string; password: string }) =>
      anonymous().mutate(RegisterDocument, { input });
    const good = {
      username: `x${account.username}`,
      email: `x${account.username}@example.com`,
      password: 'correct horse battery',
    };
    await expect(register({ ...good, username: 'a b' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'username',
    });
    await expect(register({ ...good, email: 'nobody' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'email',
    });
    await expect(register({ ...good, password: 'short' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'password',
    });
    await expect(register({ ...good, username: account.username.toUpperCase() })).rejects.toMatchObject({
      code: 'CONFLICT',
      field: 'username',
    });
    await expect(register({ ...good, email: `${account.username.toUpperCase()}@example.com` })).rejects.toMatchObject({
      code: 'CONFLICT',
      field: 'email',
    });
  });

  it('answers a wrong password and an unknown login alike, and locks the account after repeated failures', async () => {
    const account = await createAccount(polyphony.url);
    const attempt = (login: string, password: string) =>
      anonymous().mutate(LoginDocument, { input: { login, password } });
    const wrong = await attempt(account.username, 'wrong password').catch((error: unknown) => error);
    const unknown = await attempt('nobody-at-all', 'wrong password').catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((unknown as Error).message).toBe((wrong as Error).message);
    for (let failures = 1; failures < 5; failures += 1)
      await attempt(account.username, 'wrong password').catch(() => undefined);
    await expect(attempt(account.username, account.password)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('rotates refresh tokens and ends the session when an old one is used again', async () => {
    const { tokens } = await createAccount(polyphony.url);
    const refresh = async (refreshToken: string) =>
      (await anonymous().mutate(RefreshSessionDocument, { refreshToken })).refreshSession;
    const second = await refresh(tokens.refreshToken);
    const third = await refresh(second.refreshToken);
    expect(new Set([tokens.refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3);
    await expect(refresh(tokens.refreshToken)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(refresh(third.refreshToken)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('renews an access token that is about to expire without the application noticing', async () => {
    const { tokens, id } = await createAccount(polyphony.url);
    const seen: (Tokens | null)[] = [];
    const client = createPolyphonyClient({
      url: polyphony.url,
      tokens: { ...tokens, expiresAt: new Date(Date.now() + 1000).toISOString() },
      onTokens: next => seen.push(next),
    });
    const answers = await Promise.all([client.query(MeDocument), client.query(MeDocument)]);
    expect(answers.map(({ me }) => me.id)).toEqual([id, id]);
    expect(seen).toHaveLength(1);
  });

  it('makes the access token and the refresh token useless on logout', async () => {
    const { client, tokens } = await createAccount(polyphony.url);
    await expect(client.mutate(LogoutDocument)).resolves.toEqual({ logout: true });
    await expect(withTokens(tokens).query(MeDocument)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(
      anonymous().mutate(RefreshSessionDocument, { refreshToken: tokens.refreshToken }),
    ).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('refuses malformed, forged and missing tokens', async () => {
    const { tokens } = await createAccount(polyphony.url);
    const [header, payload] = tokens.accessToken.split('.');
    const forged = [
      'x',
      'a.b.c',
      `${header}.${payload}.`,
      `${header}.${payload}.AAAA`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
    ];
    for (const accessToken of forged) {
      const response = await fetch(`${polyphony.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ query: '{ me { id } }' }),
      });
      const { errors, data } = (await response.json()) as {
        errors: { extensions: { code: string } }[];
        data?: unknown;
      };
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect(data ?? null).toBeNull();
    }
    await expect(anonymous().query(MeDocument)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('publishes the keys with which its access tokens can be verified', async () => {
    const response = await fetch(`${polyphony.url}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(key).not.toHaveProperty('d');
  });

  it('lets a program in by an API key until it is revoked, showing the secret once', async () => {
    const { client, id } = await createAccount(polyphony.url);
    const { createApiKey } = await client.mutate(CreateApiKeyDocument, { input: { name: 'laptop' } });
    const program = createPolyphonyClient({ url: polyphony.url, apiKey: createApiKey.secret });
    await expect(program.query(MeDocument)).resolves.toMatchObject({ me: { id } });
    await expect(program.mutate(CreateApiKeyDocument, { input: { name: 'another' } })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });

    const listed = await client.query(ApiKeysDocument);
    expect(listed.me.apiKeys).toMatchObject([{ name: 'laptop', isActive: true, prefix: createApiKey.apiKey.prefix }]);
    expect(JSON.stringify(listed)).not.toContain(createApiKey.secret);

    await client.mutate(RevokeApiKeyDocument, { id: createApiKey.apiKey.id });
    const refused = async () => {
      for (;;) {
        // The gateway may remember a key for a few seconds.
        await program.query(MeDocument);
        await new Promise(resolve => setTimeout(resolve, 250));
      }
    };
    await expect(refused()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('notes when an API key was last used, and lets it expire', async () => {
    const { client, id } = await createAccount(polyphony.url);
    const expiresAt = new Date(Date.now() + 5000).toISOString();
    const { createApiKey } = await client.mutate(CreateApiKeyDocument, { input: { name: 'short-lived', expiresAt } });
    expect(createApiKey.apiKey).toMatchObject({ expiresAt, lastUsedAt: null });
    const program = createPolyphonyClient({ url: polyphony.url, apiKey: createApiKey.secret });
    await expect(program.query(MeDocument)).resolves.toMatchObject({ me: { id } });
    const { me } = await client.query(ApiKeysDocument);
    expect(Date.parse(me.apiKeys[0]?.lastUsedAt ?? '')).toBeGreaterThan(Date.parse(createApiKey.apiKey.createdAt) - 1);
    const refused = async () => {
      for (;;) {
        // The gateway may remember a key for a few seconds.
        await program.query(MeDocument);
        await new Promise(resolve => setTimeout(resolve, 250));
      }
    };
    await expect(refused()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
  });

  it('gives a new role its rights, and a deactivated account none', async () => {
    const admin = await logIn(polyphony.url, polyphony.admin.username, polyphony.admin.password);
    const { id, username, password, client, tokens } = await createAccount(polyphony.url);
    await expect(client.query(SystemLogsDocument)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await admin.mutate(SetUserRoleDocument, { userId: id, role: 'ADMIN' });
    const promoted = await logIn(polyphony.url, username, password);
    await expect(promoted.query(SystemLogsDocument)).resolves.toHaveProperty('systemLogs.nodes');

    await admin.mutate(SetUserActiveDocument, { userId: id, isActive: false });
    await expect(logIn(polyphony.url, username, password)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(promoted.query(MeDocument)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(
      anonymous().mutate(RefreshSessionDocument, { refreshToken: tokens.refreshToken }),
    ).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('keeps settings, merging concurrent changes', async () => {
    const { client } = await createAccount(polyphony.url);
    await Promise.all([
      client.mutate(UpdateSettingsDocument, { values: { theme: 'dark' } }),
      client.mutate(UpdateSettingsDocument, { values: { language: 'vi' } }),
    ]);
    const { me } = await client.query(SettingsDocument);
    expect(me.settings.values).toEqual({ theme: 'dark', language: 'vi' });
    await expect(client.mutate(UpdateSettingsDocument, { values: 'text' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'values',
    });
  });

  it('gives the first administrator what users may not do', async () => {
    const admin = await logIn(polyphony.url, polyphony.admin.username, polyphony.admin.password);
    await expect(admin.query(MeDocument)).resolves.toMatchObject({ me: { role: 'ADMIN' } });
    await expect(admin.query(SystemLogsDocument)).resolves.toHaveProperty('systemLogs.nodes');
    const { client } = await createAccount(polyphony.url);
    await expect(client.query(SystemLogsDocument)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
