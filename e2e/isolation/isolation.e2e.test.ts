import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApiKeysDocument,
  ArchiveConversationDocument,
  ConversationDocument,
  ConversationsDocument,
  ConversationUpdatedDocument,
  CreateApiKeyDocument,
  CreateMemoryDocument,
  DatabaseConnectionDocument,
  DeleteConversationDocument,
  DeleteMemoryDocument,
  ImageGenerationDocument,
  MemoriesDocument,
  MessageDocument,
  MessageStreamDocument,
  QueryRunDocument,
  RestoreConversationDocument,
  RevokeApiKeyDocument,
  SearchConversationsDocument,
  SendMessageDocument,
  SetUserActiveDocument,
  SetUserQuotaDocument,
  SetUserRoleDocument,
  StopMessageDocument,
  TranscriptionDocument,
  type PolyphonyClient,
} from '@polyphony/sdk';
import { buildSchema, getNamedType, isInputObjectType, type GraphQLInputType } from 'graphql';
import { createAccount, startConversation, type Account } from '../harness/account.ts';
import { startPolyphony, type Polyphony } from '../harness/polyphony.ts';
import { watch } from '../harness/watch.ts';

/** An operation of the second user with the first user's ids. */
type Attempt = (client: PolyphonyClient, ids: Ids) => Promise<unknown>;
interface Ids {
  conversation: string;
  message: string;
  reply: string;
  memory: string;
  apiKey: string;
}

const next = async (events: AsyncGenerator<unknown>) => {
  try {
    return await events.next();
  } finally {
    await events.return(undefined);
  }
};

const refused: Record<string, Attempt> = {
  conversation: (client, { conversation }) => client.query(ConversationDocument, { id: conversation }),
  message: (client, { reply }) => client.query(MessageDocument, { id: reply }),
  sendMessage: (client, { conversation }) =>
    client.mutate(SendMessageDocument, { input: { conversationId: conversation, content: 'hello' } }),
  stopMessage: (client, { reply }) => client.mutate(StopMessageDocument, { id: reply }),
  archiveConversation: (client, { conversation }) => client.mutate(ArchiveConversationDocument, { id: conversation }),
  restoreConversation: (client, { conversation }) => client.mutate(RestoreConversationDocument, { id: conversation }),
  deleteConversation: (client, { conversation }) => client.mutate(DeleteConversationDocument, { id: conversation }),
  deleteMemory: (client, { memory }) => client.mutate(DeleteMemoryDocument, { id: memory }),
  'createMemory in a conversation': (client, { conversation }) =>
    client.mutate(CreateMemoryDocument, { input: { kind: 'NOTE', content: 'planted', conversationId: conversation } }),
  revokeApiKey: (client, { apiKey }) => client.mutate(RevokeApiKeyDocument, { id: apiKey }),
  messageStream: (client, { reply }) => next(client.subscribe(MessageStreamDocument, { messageId: reply, after: 0 })),
  conversationUpdated: (client, { conversation }) =>
    next(client.subscribe(ConversationUpdatedDocument, { conversationId: conversation })),
  databaseConnection: client => client.query(DatabaseConnectionDocument, { id: '1' }),
  queryRun: client => client.query(QueryRunDocument, { id: '1' }),
  transcription: client => client.query(TranscriptionDocument, { id: '1' }),
  imageGeneration: client => client.query(ImageGenerationDocument, { id: '1' }),
};

/** What only administrators may do, whoever's id it is. */
const forAdministrators = ['setUserActive', 'setUserQuota', 'setUserRole'];

/** The root fields of the graph that take an id, in an argument or inside an input. */
function rootFieldsWithIds(): string[] {
  const schema = buildSchema(readFileSync(path.resolve(import.meta.dirname, '../../schema/api.graphql'), 'utf8'));
  const takesId = (type: GraphQLInputType): boolean => {
    const named = getNamedType(type);
    return (
      named.name === 'ID' ||
      (isInputObjectType(named) && Object.values(named.getFields()).some(field => takesId(field.type)))
    );
  };
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    .flatMap(root => Object.values(root?.getFields() ?? {}))
    .filter(field => field.args.some(argument => takesId(argument.type)))
    .map(field => field.name);
}

describe('a second user', () => {
  let polyphony: Polyphony;
  let owner: Account;
  let stranger: Account;
  let ids: Ids;

  beforeAll(async () => {
    polyphony = await startPolyphony();
    owner = await createAccount(polyphony.url);
    stranger = await createAccount(polyphony.url);
    const conversation = await startConversation(owner.client, 'Secret zeppelin');
    const { sendMessage } = await owner.client.mutate(SendMessageDocument, {
      input: { conversationId: conversation, content: 'zeppelin plans' },
    });
    await watch(owner.client, sendMessage.reply.id);
    const { createMemory } = await owner.client.mutate(CreateMemoryDocument, {
      input: { kind: 'NOTE', content: 'zeppelin memory' },
    });
    const { createApiKey } = await owner.client.mutate(CreateApiKeyDocument, { input: { name: 'key' } });
    ids = {
      conversation,
      message: sendMessage.userMessage.id,
      reply: sendMessage.reply.id,
      memory: createMemory.id,
      apiKey: createApiKey.apiKey.id,
    };
  });
  afterAll(async () => {
    await owner.client.close();
    await stranger.client.close();
    await polyphony.stop();
  });

  it.each(Object.keys(refused))('gets NOT_FOUND from %s with the first user’s ids', async name => {
    await expect(refused[name]?.(stranger.client, ids)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each(Object.keys(refused))('gets the same from %s for ids that do not exist', async name => {
    const unknown = '0123456789abcdef01234567';
    const missing = { conversation: unknown, message: unknown, reply: unknown, memory: unknown, apiKey: unknown };
    await expect(refused[name]?.(stranger.client, missing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is tried with every operation of the graph that takes an id', () => {
    const tried = new Set(Object.keys(refused).map(name => name.split(' ')[0] ?? name));
    expect(rootFieldsWithIds().toSorted()).toEqual([...tried, ...forAdministrators].toSorted());
  });

  it('may not do what only administrators may', async () => {
    for (const [document, change] of [
      [SetUserRoleDocument, { role: 'ADMIN' as const }],
      [SetUserActiveDocument, { isActive: false }],
      [SetUserQuotaDocument, { dailyQuota: 1 }],
    ] as const) {
      const variables = { userId: owner.id, ...change };
      await expect(
        stranger.client.mutate(document as typeof SetUserRoleDocument, variables as never),
      ).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
    }
  });

  it('finds nothing of the first user in its lists and searches', async () => {
    const conversations = await stranger.client.query(ConversationsDocument);
    expect(conversations.me.conversations).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await stranger.client.query(SearchConversationsDocument, { query: 'zeppelin' })).toEqual({
      searchConversations: [],
    });
    expect(await stranger.client.query(MemoriesDocument, { query: 'zeppelin' })).toEqual({ memories: [] });
    expect((await stranger.client.query(ApiKeysDocument)).me.apiKeys).toEqual([]);
  });

  it('changed nothing', async () => {
    const { conversation } = await owner.client.query(ConversationDocument, { id: ids.conversation });
    expect(conversation).toMatchObject({ isArchived: false, totalMessages: 2, title: 'Secret zeppelin' });
  });

  it('cannot reach the first user through entity lookups of the graph', async () => {
    const response = await fetch(`${polyphony.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stranger.tokens.accessToken}` },
      body: JSON.stringify({ query: '{ _entities(representations: []) { __typename } }' }),
    });
    expect(JSON.stringify(await response.json())).toContain('GRAPHQL_VALIDATION_FAILED');
  });
});
