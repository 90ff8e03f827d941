import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ListSize } from '@polyphony/platform/pagination';
import type { MediaContext } from '../context.ts';
import { Conversation } from '../conversations/conversation.type.ts';
import { Transcription } from './transcription.type.ts';

@Resolver(_of => Conversation)
export class ConversationTranscriptionsResolver {
  @ListSize({ assumed: 100 })
  @FieldResolver(_returns => [Transcription], { description: 'The latest 100, newest first.' })
  transcriptions(
    @Root() conversation: Conversation,
    @Ctx() { transcriptions }: MediaContext,
  ): Promise<Transcription[]> {
    return transcriptions.listOfConversation(conversation.id);
  }
}
