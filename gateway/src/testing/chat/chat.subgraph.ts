import { createRequestContext } from '@polyphony/platform/context';
import { buildSubgraphSchema, type Subgraph } from '@polyphony/platform/subgraph';
import { createChatEvents, type ChatEvents } from './chat-events.ts';
import { ChatResolver, conversation, type TestChatContext } from './chat.resolver.ts';
import { Conversation, MessageFinished, TokenDelta, UserStub } from './chat.types.ts';

export interface TestChatSubgraph extends Subgraph {
  readonly events: ChatEvents;
}

/** A small chat service: conversations that name users by stub, a union of stream events, an endless subscription. */
export async function createTestChatSubgraph(): Promise<TestChatSubgraph> {
  const events = createChatEvents();
  return {
    name: 'chat',
    schema: await buildSubgraphSchema({
      resolvers: [ChatResolver],
      orphanedTypes: [Conversation, TokenDelta, MessageFinished, UserStub],
      references: { Conversation: ({ id }: { id: string }) => conversation(id) },
    }),
    events,
    createContext: (request): TestChatContext => ({ ...createRequestContext(request), events }),
    procedures: {},
    healthChecks: [],
    startWorker: async () => undefined,
    close: async () => undefined,
  };
}
