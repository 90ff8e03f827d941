import DataLoader from 'dataloader';
import type { SpeakerEntity } from './speaker.entity.ts';
import type { SpeakerRepository } from './speaker.repository.ts';
import { Speaker } from './speaker.type.ts';

/** Reads the speakers of transcriptions that the viewer was allowed to see. */
export class SpeakerService {
  readonly #byTranscription: DataLoader<string, Speaker[]>;

  constructor(repository: SpeakerRepository) {
    this.#byTranscription = new DataLoader(async transcriptionIds => {
      const rows = await repository.findOfTranscriptions(transcriptionIds);
      const byTranscription = Map.groupBy(rows, row => row.transcriptionId);
      return transcriptionIds.map(id => (byTranscription.get(id) ?? []).map(toGraph));
    });
  }

  listOfTranscription(transcriptionId: string): Promise<Speaker[]> {
    return this.#byTranscription.load(transcriptionId);
  }
}

function toGraph(entity: SpeakerEntity): Speaker {
  return Object.assign(new Speaker(), {
    id: entity.id,
    speakerId: entity.speakerId,
    label: entity.label,
    totalDurationSeconds: entity.totalDurationSeconds,
    wordCount: entity.wordCount,
  });
}
