import type { EntityManager } from '@mikro-orm/postgresql';
import { SpeakerEntity } from './speaker.entity.ts';

export interface SpeakerRepository {
  /** By the diarizer's names. The caller has checked whose the transcriptions are. */
  findOfTranscriptions(transcriptionIds: readonly string[]): Promise<SpeakerEntity[]>;
}

export function createSpeakerRepository(em: EntityManager): SpeakerRepository {
  return {
    findOfTranscriptions: transcriptionIds =>
      em.find(
        SpeakerEntity,
        { transcriptionId: { $in: [...transcriptionIds] } },
        { orderBy: [{ transcriptionId: 'asc' }, { speakerId: 'asc' }] },
      ),
  };
}
