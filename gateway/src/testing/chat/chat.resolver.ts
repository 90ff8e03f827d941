import { Arg, Ctx, ID, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { requireViewer, type RequestContext } from '@polyphony/platform/context';
import { NotFoundError } from '@polyphony/platform/errors';
import { Conversation, MessageFinished, MessageStreamEvent, TokenDelta } from './chat.types.ts';
import type { ChatEvents } from './chat-events.ts';

export interface TestChatContext extends RequestContext {
  events: ChatEvents;
}

export const conversation = (id: string): Conversation => ({
  id,
  title: `title of ${id}`,
  user: { id: 'u1' },
  reviewer: id === 'no-reviewer' ? null : { id: 'missing' },
  members: [{ id: 'u1' }, { id: 'u2' }, { id: 'u3' }],
});

interface StreamArguments {
  args: { messageId: string; count: number; after: number | null };
  context: TestChatContext;
}

@Resolver()
export class ChatResolver {
  @Query(_type => Conversation, { nullable: true })
  conversation(@Arg('id', _type => ID) id: string): Conversation {
    if (id === 'gone') throw new NotFoundError('Conversation');
    return conversation(id);
  }

  @Query(_type => [Conversation])
  conversations(@Arg('count', _type => Int) count: number): Conversation[] {
    return Array.from({ length: count }, (_, index) => conversation(`c${index}`));
  }

  @Subscription(_type => MessageStreamEvent, {
    subscribe: ({ args, context }: StreamArguments) => {
      requireViewer(context.viewer);
      if (args.messageId === 'gone') throw new NotFoundError('Message');
      return context.events.messageStream(args.messageId, args.count, args.after ?? 0);
    },
  })
  messageStream(
    @Root() event: TokenDelta | MessageFinished,
    @Arg('messageId', _type => ID) _messageId: string,
    @Arg('count', _type => Int, { defaultValue: 3 }) _count: number,
    @Arg('after', _type => Int, { nullable: true, defaultValue: 0 }) _after: number | null,
  ): typeof MessageStreamEvent {
    return event;
  }

  @Subscription(_type => Conversation, {
    subscribe: ({ args, context }: { args: { conversationId: string }; context: TestChatContext }) =>
      context.events.conversationUpdates(args.conversationId, context.signal),
  })
  conversationUpdated(
    @Root() id: string,
    @Arg('conversationId', _type => ID) _conversationId: string,
    @Ctx() _context: TestChatContext,
  ): Conversation {
    return conversation(id);
  }
}
