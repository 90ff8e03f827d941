import { requireViewer } from '@polyphony/platform/context';
import { ConnectionSize, ListSize, toConnection, type Connection } from '@polyphony/platform/pagination';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { ChatContext } from '../context.ts';
import { toUploadedFile, UploadedFile } from '../files/uploaded-file.type.ts';
import { Memory, toMemory } from '../memories/memory.type.ts';
import { Message, MessageConnection, toMessage } from '../messages/message.type.ts';
import { User } from '../users/user.type.ts';
import type { ConversationUpdated } from './conversation.events.ts';
import { StartConversationInput } from './conversation.input.ts';
import { Conversation, toConversation } from './conversation.type.ts';

@Resolver(_of => Conversation)
export class ConversationResolver {
  @Query(_returns => Conversation)
  async conversation(@Arg('id', _type => ID) id: string, @Ctx() { conversations }: ChatContext): Promise<Conversation> {
    return toConversation(await conversations.get(id));
  }

  @ListSize({ by: 'first', assumed: 20 })
  @Query(_returns => [Conversation], {
    description: 'Full-text search over the titles and messages of the viewer, best first.',
  })
  async searchConversations(
    @Arg('query', _type => String) query: string,
    @Arg('first', _type => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Ctx() { viewer, conversations }: ChatContext,
  ): Promise<Conversation[]> {
    return (await conversations.search(requireViewer(viewer), query, first ?? 20)).map(toConversation);
  }

  @Mutation(_returns => Conversation)
  async startConversation(
    @Arg('input', _type => StartConversationInput) input: StartConversationInput,
    @Ctx() { viewer, conversations }: ChatContext,
  ): Promise<Conversation> {
    return toConversation(await conversations.start(requireViewer(viewer), input));
  }

  @Mutation(_returns => Conversation, { description: 'Makes a conversation read-only.' })
  async archiveConversation(
    @Arg('id', _type => ID) id: string,
    @Ctx() { viewer, conversations }: ChatContext,
  ): Promise<Conversation> {
    return toConversation(await conversations.archive(requireViewer(viewer), id));
  }

  @Mutation(_returns => Conversation, { description: 'Undoes a deletion of the last days, or else the archiving.' })
  async restoreConversation(
    @Arg('id', _type => ID) id: string,
    @Ctx() { viewer, conversations }: ChatContext,
  ): Promise<Conversation> {
    return toConversation(await conversations.restore(requireViewer(viewer), id));
  }

  @Mutation(_returns => Boolean, {
    description: 'Deletes a conversation with its messages; it can be restored for some days.',
  })
  async deleteConversation(
    @Arg('id', _type => ID) id: string,
    @Ctx() { viewer, conversations }: ChatContext,
  ): Promise<boolean> {
    await conversations.delete(requireViewer(viewer), id);
    return true;
  }

  @Subscription(_returns => Conversation, {
    description: 'The conversation after each change of it or of its messages; ends when it is deleted.',
    subscribe: ({ args, context }: { args: { conversationId: string }; context: ChatContext }) =>
      context.conversations.watch(args.conversationId, context.signal),
  })
  async conversationUpdated(
    @Root() { conversationId }: ConversationUpdated,
    @Arg('conversationId', _type => ID) _conversationId: string,
    @Ctx() { conversations }: ChatContext,
  ): Promise<Conversation> {
    return toConversation(await conversations.get(conversationId));
  }

  @FieldResolver(_returns => User)
  user(@Root() { userId }: Conversation): User {
    return { id: userId };
  }

  @ConnectionSize()
  @FieldResolver(_returns => MessageConnection, { description: 'The active branch, oldest first.' })
  async messages(
    @Root() { id, branchLength }: Conversation,
    @Arg('first', _type => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', _type => String, { nullable: true }) after: string | null,
    @Ctx() { messages }: ChatContext,
  ): Promise<Connection<Message>> {
    const page = await messages.listBranch(id, { first: first ?? 50, after });
    return toConnection({ ...page, nodes: page.nodes.map(toMessage) }, branchLength);
  }

  @FieldResolver(_returns => [UploadedFile])
  async files(@Root() { id }: Conversation, @Ctx() { loaders }: ChatContext): Promise<UploadedFile[]> {
    return (await loaders.conversationFiles.load(id)).map(toUploadedFile);
  }

  @ListSize({ assumed: 50 })
  @FieldResolver(_returns => [Memory], { description: 'The memories that hold for this conversation only.' })
  async memories(@Root() { id }: Conversation, @Ctx() { loaders }: ChatContext): Promise<Memory[]> {
    return (await loaders.conversationMemories.load(id)).map(toMemory);
  }
}
