import { requireViewer } from '@polyphony/platform/context';
import { NotFoundError } from '@polyphony/platform/errors';
import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { ChatContext } from '../context.ts';
import { Message, toMessage } from '../messages/message.type.ts';
import { MessageFinished, MessageStreamEvent, TokenDelta } from './message-stream.type.ts';
import type { ReplyEvent } from './reply.watcher.ts';

interface MessageStreamArguments {
  messageId: string;
  after: number | null;
}

@Resolver(_of => MessageFinished)
export class MessageStreamResolver {
  @Subscription(_returns => MessageStreamEvent, {
    description:
      'A reply, piece by piece: replays what came after `after`, then goes live, and ends by itself after MessageFinished.',
    subscribe: ({ args, context }: { args: MessageStreamArguments; context: ChatContext }) =>
      context.messages.watch(requireViewer(context.viewer), {
        messageId: args.messageId,
        after: args.after ?? 0,
        signal: context.signal,
      }),
  })
  messageStream(
    @Root() event: ReplyEvent,
    @Arg('messageId', _type => ID) messageId: string,
    @Arg('after', _type => Int, { nullable: true, defaultValue: 0 }) _after: number | null,
  ): TokenDelta | MessageFinished {
    const { sequence } = event;
    return event.type === 'delta'
      ? Object.assign(new TokenDelta(), { sequence, text: event.text })
      : Object.assign(new MessageFinished(), { sequence, messageId });
  }

  @FieldResolver(_returns => Message)
  async message(@Root() { messageId }: MessageFinished, @Ctx() { loaders }: ChatContext): Promise<Message> {
    const message = await loaders.message.load(messageId);
    if (message === null) throw new NotFoundError('Message');
    return toMessage(message);
  }
}
