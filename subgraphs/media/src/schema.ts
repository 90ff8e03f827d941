import { buildSubgraphSchema, type SubgraphSchema } from '@polyphony/platform/subgraph';
import type { MediaContext } from './context.ts';
import { Conversation } from './conversations/conversation.type.ts';
import { ConversationImagesResolver } from './images/conversation-images.resolver.ts';
import { ImageGenerationResolver } from './images/image-generation.resolver.ts';
import { UserImagesResolver } from './images/user-images.resolver.ts';
import { ConversationTranscriptionsResolver } from './transcriptions/conversation-transcriptions.resolver.ts';
import { TranscriptionResolver } from './transcriptions/transcription.resolver.ts';
import { UserTranscriptionsResolver } from './transcriptions/user-transcriptions.resolver.ts';
import { User } from './users/user.type.ts';

/** The media part of the graph. Needs no engines, so that composition can read it. */
export function buildMediaSchema(): Promise<SubgraphSchema> {
  return buildSubgraphSchema<MediaContext>({
    resolvers: [
      TranscriptionResolver,
      UserTranscriptionsResolver,
      ConversationTranscriptionsResolver,
      ImageGenerationResolver,
      UserImagesResolver,
      ConversationImagesResolver,
    ],
    // No query of ours leads to users: the gateway does.
    orphanedTypes: [User, Conversation],
    references: {
      Transcription: ({ id }: { id: string }, { transcriptions }) => transcriptions.find(id),
      ImageGeneration: ({ id }: { id: string }, { imageGenerations }) => imageGenerations.find(id),
    },
  });
}
