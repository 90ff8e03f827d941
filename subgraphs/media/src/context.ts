import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestContext } from '@polyphony/platform/context';
import { ImageGenerationEntity } from './images/image-generation.entity.ts';
import { ImageGenerationService } from './images/image-generation.service.ts';
import { createOwnedLoaders } from './lists/owned-rows.loaders.ts';
import { OwnedReader } from './lists/owned-rows.reader.ts';
import { createOwnedRows } from './lists/owned-rows.ts';
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
  const viewerId = viewer?.id ?? null;
  const transcriptions = createOwnedRows(em, TranscriptionEntity, 'transcriptions');
  const images = createOwnedRows(em, ImageGenerationEntity, 'image_generations');
  const speakers = new SpeakerService(createSpeakerRepository(em));
  return {
    ...request,
    speakers,
    transcriptions: new TranscriptionService(
      new OwnedReader({
        viewer,
        entity: 'Transcription',
        rows: transcriptions,
        loaders: createOwnedLoaders(transcriptions, viewerId),
      }),
      speakers,
    ),
    imageGenerations: new ImageGenerationService(
      new OwnedReader({
        viewer,
        entity: 'ImageGeneration',
        rows: images,
        loaders: createOwnedLoaders(images, viewerId),
      }),
    ),
  };
}
