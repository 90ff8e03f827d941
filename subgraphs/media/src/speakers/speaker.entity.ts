import { DecimalType } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { TranscriptionEntity } from '../transcriptions/transcription.entity.ts';

/** One voice in a recording. */
@Entity({ tableName: 'speakers' })
export class SpeakerEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @ManyToOne(() => TranscriptionEntity, { fieldName: 'transcription_id', mapToPk: true, deleteRule: 'cascade' })
  transcriptionId!: string;

  /** As the diarizer calls it: `SPEAKER_00`. Unique in its transcription. */
  @Property({ type: 'string', length: 20 })
  speakerId!: string;

  /** As the user calls it. */
  @Property({ type: 'string', length: 100, nullable: true, fieldName: 'speaker_label' })
  label: string | null = null;

  @Property({ type: 'double', default: 0 })
  totalDurationSeconds: number = 0;

  @Property({ type: 'integer' })
  wordCount: number = 0;

  /** Percent, 0 to 100. */
  @Property({ type: new DecimalType('number'), precision: 5, scale: 2, nullable: true, fieldName: 'avg_confidence' })
  averageConfidence: number | null = null;

  @Property({ type: 'Date', length: 3 })
  createdAt: Date = new Date();
}
