import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ListSize } from '@polyphony/platform/pagination';
import type { MediaContext } from '../context.ts';
import { Conversation } from '../conversations/conversation.type.ts';
import { ImageGeneration } from './image-generation.type.ts';

@Resolver(_of => Conversation)
export class ConversationImagesResolver {
  @ListSize({ assumed: 100 })
  @FieldResolver(_returns => [ImageGeneration], { description: 'The latest 100, newest first.' })
  imageGenerations(
    @Root() conversation: Conversation,
    @Ctx() { imageGenerations }: MediaContext,
  ): Promise<ImageGeneration[]> {
    return imageGenerations.listOfConversation(conversation.id);
  }
}
