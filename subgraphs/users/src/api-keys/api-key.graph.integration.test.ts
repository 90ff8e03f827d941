import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRequestContext, type RequestContext, type Viewer } from '@polyphony/platform/context';
import { runProcedure } from '@polyphony/platform/internal-calls';
import { errorOf, password, startUsersGraph, type UsersGraph } from '../testing/users-graph.ts';

const meQuery = '{ me { id apiKeys { id prefix isActive } } }';

describe('API keys in the graph', () => {
  let graph: UsersGraph;
  beforeAll(async () => {
    graph = await startUsersGraph();
  });
  afterAll(() => graph.stop());

  const create = (context: Partial<RequestContext>, input: object) =>
    graph.execute(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id name prefix isActive lastUsedAt expiresAt createdAt } } }',
      { input },
      context,
    );
  const authenticate = (secret: string) =>
    runProcedure(
      graph.subgraph.procedures,
      'authenticateApiKey',
      { secret },
      createRequestContext(),
    ) as Promise<Viewer>;

  it('are shown once and let their owner in until revoked', async () => {
    const { id, context } = await graph.createAccount();
    const expiresAt = new Date(graph.clock.now().getTime() + 1000 * 60 * 60).toISOString();
    const { secret, apiKey } = (await create(context, { name: 'laptop', expiresAt })).data['createApiKey'];
    expect(apiKey).toMatchObject({ name: 'laptop', isActive: true, lastUsedAt: null, expiresAt });

    const viewer = await authenticate(secret);
    const me = await graph.execute(meQuery, {}, { viewer });
    expect(me.data['me']).toMatchObject({
      id,
      apiKeys: [{ id: apiKey.id, prefix: apiKey.prefix, isActive: true }],
    });
    expect(JSON.stringify(me)).not.toContain(secret);

    const revoke = 'mutation ($id: ID!) { revokeApiKey(id: $id) { id isActive } }';
    const revoked = await graph.execute(revoke, { id: apiKey.id }, context);
    expect(revoked.data['revokeApiKey']).toEqual({ id: apiKey.id, isActive: false });
    await expect(authenticate(secret)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('cannot make keys, change the password or log out', async () => {
    const { context } = await graph.createAccount();
    const viewer = await authenticate((await create(context, { name: 'laptop' })).data['createApiKey'].secret);
    expect(errorOf(await create({ viewer }, { name: 'more' }))).toMatchObject({ code: 'FORBIDDEN' });
    const change = `mutation { changePassword(currentPassword: "${password}", newPassword: "another fine password") }`;
    expect(errorOf(await graph.execute(change, {}, { viewer }))).toMatchObject({ code: 'FORBIDDEN' });
    expect((await graph.execute('mutation { logout }', {}, { viewer })).data).toEqual({ logout: false });
  });

  it('of somebody else are not found', async () => {
    const [ann, bob] = [await graph.createAccount(), await graph.createAccount()];
    const { apiKey, secret } = (await create(ann.context, { name: 'laptop' })).data['createApiKey'];
    const revoke = 'mutation ($id: ID!) { revokeApiKey(id: $id) { id } }';
    for (const context of [bob.context, graph.admin]) {
      expect(errorOf(await graph.execute(revoke, { id: apiKey.id }, context))).toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(authenticate(secret)).resolves.toMatchObject({ id: ann.id });
  });
});
