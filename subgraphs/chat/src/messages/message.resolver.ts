import { requireViewer } from '@polyphony/platform/context';
import { NotFoundError } from '@polyphony/platform/errors';
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ChatContext } from '../context.ts';
import { Conversation, toConversation } from '../conversations/conversation.type.ts';
import { toUploadedFile, UploadedFile } from '../files/uploaded-file.type.ts';
import { SendMessageInput } from './message.input.ts';
import { Message, SendMessagePayload, toMessage } from './message.type.ts';

@Resolver(_of => Message)
export class MessageResolver {
  @Query(_returns => Message)
  async message(@Arg('id', _type => ID) id: string, @Ctx() { messages }: ChatContext): Promise<Message> {
    return toMessage(await messages.get(id));
  }

  @Mutation(_returns => SendMessagePayload, {
    description: 'Stores a message and begins a reply, whose text comes by `messageStream(messageId: reply.id)`.',
  })
  async sendMessage(
    @Arg('input', _type => SendMessageInput) input: SendMessageInput,
    @Ctx() { viewer, messages }: ChatContext,
  ): Promise<SendMessagePayload> {
    const { userMessage, reply } = await messages.send(requireViewer(viewer), input);
    return { userMessage: toMessage(userMessage), reply: toMessage(reply) };
  }

  @Mutation(_returns => Message, {
    description: 'Stops a reply and keeps its text so far; a finished message stays as it is.',
  })
  async stopMessage(@Arg('id', _type => ID) id: string, @Ctx() { viewer, messages }: ChatContext): Promise<Message> {
    return toMessage(await messages.stop(requireViewer(viewer), id));
  }

  @FieldResolver(_returns => Conversation)
  async conversation(@Root() { conversationId }: Message, @Ctx() { loaders }: ChatContext): Promise<Conversation> {
    const conversation = await loaders.conversation.load(conversationId.toHexString());
    if (conversation === null) throw new NotFoundError('Conversation');
    return toConversation(conversation);
  }

  @FieldResolver(_returns => Message, { nullable: true, description: 'The message that this one answers.' })
  async parent(@Root() { parentId }: Message, @Ctx() { loaders }: ChatContext): Promise<Message | null> {
    if (parentId === null) return null;
    const parent = await loaders.message.load(parentId.toHexString());
    return parent && toMessage(parent);
  }

  @FieldResolver(_returns => [Message], { description: 'All alternatives to this message, itself included.' })
  async versions(@Root() message: Message, @Ctx() { messages }: ChatContext): Promise<Message[]> {
    return (await messages.listVersions(message)).map(toMessage);
  }

  @FieldResolver(_returns => [UploadedFile])
  async files(@Root() { fileIds }: Message, @Ctx() { loaders }: ChatContext): Promise<UploadedFile[]> {
    const files = await Promise.all(fileIds.map(id => loaders.file.load(id.toHexString())));
    return files.filter(file => file !== null).map(toUploadedFile);
  }
}
