import { requireViewer } from '@polyphony/platform/context';
import { ListSize } from '@polyphony/platform/pagination';
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ChatContext } from '../context.ts';
import { Conversation, toConversation } from '../conversations/conversation.type.ts';
import { CreateMemoryInput } from './memory.input.ts';
import { Memory, toMemory } from './memory.type.ts';

@Resolver(_of => Memory)
export class MemoryResolver {
  @ListSize({ assumed: 200 })
  @Query(_returns => [Memory], {
    description: 'Newest first, at most 200; with a query those in which its text occurs.',
  })
  async memories(
    @Arg('query', _type => String, { nullable: true }) query: string | null,
    @Ctx() { viewer, memories }: ChatContext,
  ): Promise<Memory[]> {
    return (await memories.list(requireViewer(viewer), query)).map(toMemory);
  }

  @Mutation(_returns => Memory)
  async createMemory(
    @Arg('input', _type => CreateMemoryInput) input: CreateMemoryInput,
    @Ctx() { viewer, memories }: ChatContext,
  ): Promise<Memory> {
    return toMemory(await memories.create(requireViewer(viewer), input));
  }

  @Mutation(_returns => Boolean)
  async deleteMemory(@Arg('id', _type => ID) id: string, @Ctx() { viewer, memories }: ChatContext): Promise<boolean> {
    await memories.delete(requireViewer(viewer), id);
    return true;
  }

  @FieldResolver(_returns => Conversation, { nullable: true, description: 'Null when it holds for all of them.' })
  async conversation(@Root() memory: Memory, @Ctx() { loaders }: ChatContext): Promise<Conversation | null> {
    if (memory.conversationId === null) return null;
    const conversation = await loaders.conversation.load(memory.conversationId);
    return conversation && toConversation(conversation);
  }
}
