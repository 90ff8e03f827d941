import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from '@polyphony/platform/logging';
import { createOrm } from '@polyphony/platform/postgres';
import type { MediaSettings } from './environment.ts';
import { ImageGenerationEntity } from './images/image-generation.entity.ts';
import { JobEntity } from './jobs/job.entity.ts';
import { LoraModelEntity } from './loras/lora-model.entity.ts';
import { mediaMigrations } from './migrations/index.ts';
import { SpeakerEntity } from './speakers/speaker.entity.ts';
import { TranscriptionEntity } from './transcriptions/transcription.entity.ts';
import { UploadEntity } from './uploads/upload.entity.ts';

/** Connects to this subgraph's tables, bringing them up to date. */
export function createMediaOrm(postgresUrl: string, log: Logger, settings: MediaSettings): Promise<MikroORM> {
  return createOrm({
    url: postgresUrl,
    schema: 'media',
    entities: [JobEntity, UploadEntity, TranscriptionEntity, SpeakerEntity, ImageGenerationEntity, LoraModelEntity],
    migrations: mediaMigrations,
    log,
    poolSize: settings.postgresPoolSize,
  });
}
