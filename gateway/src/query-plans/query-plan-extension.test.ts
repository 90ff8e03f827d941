import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, startTestGateway, type TestGateway } from '../testing/index.ts';

const query = '{ conversation(id: "1") { title user { username } } }';
const asked = { 'x-polyphony-query-plan': 'true' };

describe('The query plan in an answer', () => {
  let graph: TestGateway;
  beforeAll(async () => {
    graph = await startTestGateway();
  });
  afterAll(() => graph.close());

  const answerTo = async (headers: Record<string, string>) =>
    (await post(graph.url, query, { headers })) as { data?: unknown; extensions?: Record<string, unknown> };

  it('is shown to an administrator who asks for it, as text and as a tree', async () => {
    const { data, extensions } = await answerTo({ ...(await graph.credentials({ role: 'ADMIN' })), ...asked });
    expect(data).toEqual({ conversation: { title: 'title of 1', user: { username: 'name of u1' } } });
    const { text, tree } = extensions!['queryPlan'] as { text: string; tree: unknown };
    expect(text).toContain('Fetch(service: "chat")');
    expect(text).toContain('Flatten(path: "conversation.user")');
    expect(tree).toMatchObject({
      kind: 'QueryPlan',
      node: {
        kind: 'Sequence',
        nodes: [
          { kind: 'Fetch', serviceName: 'chat' },
          { kind: 'Flatten', path: ['conversation', 'user'], node: { kind: 'Fetch', serviceName: 'users' } },
        ],
      },
    });
    expect(JSON.stringify(tree)).not.toContain('operationDocumentNode');
  });

  it('is not shown to an administrator who does not ask, or asks not to', async () => {
    const admin = await graph.credentials({ role: 'ADMIN' });
    expect(await answerTo(admin)).not.toHaveProperty('extensions');
    expect(await answerTo({ ...admin, 'x-polyphony-query-plan': 'false' })).not.toHaveProperty('extensions');
  });

  it('is not shown to anybody else, whose answers are as if nothing had been asked', async () => {
    const people = [{}, await graph.credentials({ role: 'USER' }), await graph.credentials({ role: 'DEVELOPER' })];
    for (const headers of people) {
      const plain = await answerTo(headers);
      expect(plain.data).toBeDefined();
      const { data, extensions } = await answerTo({ ...headers, ...asked });
      expect({ data, extensions }).toEqual({ data: plain.data, extensions: undefined });
    }
  });
});
