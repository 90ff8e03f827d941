import { buildSubgraphSchema, type SubgraphSchema } from '@polyphony/platform/subgraph';
import type { ChatContext } from './context.ts';
import { ConversationResolver } from './conversations/conversation.resolver.ts';
import { toConversation } from './conversations/conversation.type.ts';
import { MemoryResolver } from './memories/memory.resolver.ts';
import { MessageResolver } from './messages/message.resolver.ts';
import { toMessage } from './messages/message.type.ts';
import { MessageStreamResolver } from './replies/message-stream.resolver.ts';
import { UserResolver } from './users/user.resolver.ts';

/** The chat part of the graph. What is not the viewer's resolves to null. */
export function buildChatSchema(): Promise<SubgraphSchema> {
  return buildSubgraphSchema<ChatContext>({
    resolvers: [ConversationResolver, MessageResolver, MessageStreamResolver, MemoryResolver, UserResolver],
    references: {
      async Conversation({ id }: { id: string }, { loaders }: ChatContext) {
        const conversation = await loaders.conversation.load(id);
        return conversation && toConversation(conversation);
      },
      async Message({ id }: { id: string }, { messages }: ChatContext) {
        const message = await messages.find(id);
        return message && toMessage(message);
      },
    },
  });
}
