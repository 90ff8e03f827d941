import { mapConnection, type OwnedReader } from '@polyphony/platform/owned-rows';
import type { Connection } from '@polyphony/platform/pagination';
import type { SpeakerService } from '../speakers/speaker.service.ts';
import type { SpeechSegment } from './speech-segment.type.ts';
import { SubtitleFormat } from './subtitle-format.enum.ts';
import { toSrt, toVtt } from './subtitles.ts';
import type { TranscriptionEntity } from './transcription.entity.ts';
import { Transcription } from './transcription.type.ts';

/** Reads a viewer's transcriptions. */
export class TranscriptionService {
  readonly #reader: OwnedReader<TranscriptionEntity>;
  readonly #speakers: SpeakerService;

  constructor(reader: OwnedReader<TranscriptionEntity>, speakers: SpeakerService) {
    this.#reader = reader;
    this.#speakers = speakers;
  }

  /** Null for what does not exist or belongs to somebody else. */
  async find(id: string): Promise<Transcription | null> {
    const entity = await this.#reader.find(id);
    return entity === null ? null : toGraph(entity);
  }

  /** @throws UnauthenticatedError, NotFoundError */
  async get(id: string): Promise<Transcription> {
    return toGraph(await this.#reader.get(id));
  }

  /** Newest first. @throws NotFoundError unless the viewer is that user, BadUserInputError for `first` and `after`. */
  async listOfUser(userId: string, page: { first: number; after: string | null }): Promise<Connection<Transcription>> {
    return mapConnection(await this.#reader.listOfUser(userId, page), toGraph);
  }

  /** The viewer's latest 100. @throws UnauthenticatedError */
  async listOfConversation(conversationId: string): Promise<Transcription[]> {
    return (await this.#reader.listOfConversation(conversationId)).map(toGraph);
  }

  async segments({ id, timeline }: Transcription): Promise<SpeechSegment[]> {
    const bySpeakerId = new Map((await this.#speakers.listOfTranscription(id)).map(entry => [entry.speakerId, entry]));
    return timeline.map(({ start, end, text, speaker, confidence }) => ({
      start,
      end,
      text,
      confidence,
      speaker: speaker === null ? null : (bySpeakerId.get(speaker) ?? null),
    }));
  }

  /** Speakers under the name the user gave them, else under the diarizer's. */
  async subtitles({ id, timeline }: Transcription, format: SubtitleFormat): Promise<string> {
    const speakers = await this.#speakers.listOfTranscription(id);
    const labels = new Map(speakers.map(speaker => [speaker.speakerId, speaker.label ?? speaker.speakerId]));
    const cues = timeline.map(({ start, end, text, speaker }) => ({
      start,
      end,
      text,
      speaker: speaker === null ? null : (labels.get(speaker) ?? speaker),
    }));
    return format === SubtitleFormat.SRT ? toSrt(cues) : toVtt(cues);
  }
}

function toGraph(entity: TranscriptionEntity): Transcription {
  return Object.assign(new Transcription(), {
    id: entity.id,
    timeline: entity.speakerTimeline,
    status: entity.status,
    progress: entity.progress,
    stage: entity.stage,
    fileName: entity.originalFilename,
    durationSeconds: entity.durationSeconds,
    language: entity.language,
    text: entity.transcriptRaw,
    enhancedText: entity.transcriptEnhanced,
    modelsUsed: entity.modelsUsed,
    processingTimeMs: entity.processingTimeMs,
    error: entity.errorMessage,
    conversation: entity.conversationId === null ? null : { id: entity.conversationId },
    createdAt: entity.createdAt,
  });
}
