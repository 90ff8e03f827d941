import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestContext } from '@polyphony/platform/context';
import { OwnedReader } from '@polyphony/platform/owned-rows';
import { ImageGenerationEntity } from './images/image-generation.entity.ts';
import { ImageGenerationService } from './images/image-generation.service.ts';
import { createSpeakerRepository } from './speakers/speaker.repository.ts';
import { SpeakerService } from './speakers/speaker.service.ts';
import { TranscriptionEntity } from './transcriptions/transcription.entity.ts';
import { TranscriptionService } from './transcriptions/transcription.service.ts';

/** What the resolvers of this subgraph work with. All of it lives as long as one operation. */
export interface MediaContext extends RequestContext {
  readonly transcriptions: TranscriptionService;
  readonly speakers: SpeakerService;
  readonly imageGenerations: ImageGenerationService;
}

/** `em` must be a fork of this operation's own. */
export function createMediaContext(em: EntityManager, request: RequestContext): MediaContext {
  const { viewer } = request;
  const speakers = new SpeakerService(createSpeakerRepository(em));
  return {
    ...request,
    speakers,
    transcriptions: new TranscriptionService(
      new OwnedReader({ em, viewer, entity: TranscriptionEntity, name: 'Transcription' }),
      speakers,
    ),
    imageGenerations: new ImageGenerationService(
      new OwnedReader({ em, viewer, entity: ImageGenerationEntity, name: 'ImageGeneration' }),
    ),
  };
}
