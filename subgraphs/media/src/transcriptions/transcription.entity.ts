import { BigIntType, DecimalType } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { JobEntity } from '../jobs/job.entity.ts';
import { UploadEntity } from '../uploads/upload.entity.ts';
import type { TimelineEntryJson } from './timeline.json.ts';

/** A recording and what was said in it. */
@Entity({ tableName: 'transcriptions' })
export class TranscriptionEntity extends JobEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @Property({ type: 'string', length: 64 })
  userId!: string;

  @Property({ type: 'string', length: 64, nullable: true })
  conversationId: string | null = null;

  @ManyToOne(() => UploadEntity, { fieldName: 'upload_id', mapToPk: true, nullable: true, deleteRule: 'set null' })
  uploadId: string | null = null;

  @Property({ type: 'string' })
  originalFilename!: string;

  @Property({ type: 'string' })
  storedFilename!: string;

  /** The key of the blob. */
  @Property({ type: 'text' })
  filePath!: string;

  /** Bytes. */
  @Property({ type: new BigIntType('number'), nullable: true })
  fileSize: number | null = null;

  @Property({ type: 'double', nullable: true })
  durationSeconds: number | null = null;

  /** `mp3`, `wav`, ... */
  @Property({ type: 'string', length: 20, nullable: true })
  audioFormat: string | null = null;

  /** Hertz. */
  @Property({ type: 'integer', nullable: true })
  sampleRate: number | null = null;

  /** Asked for, or found out. */
  @Property({ type: 'string', length: 10, nullable: true })
  language: string | null = null;

  /** Whether speakers are told apart. */
  @Property({ type: 'boolean' })
  diarize: boolean = true;

  @Property({ type: 'integer', nullable: true, fieldName: 'num_speakers' })
  speakerCount: number | null = null;

  @Property({ type: 'text', nullable: true })
  transcriptRaw: string | null = null;

  @Property({ type: 'text', nullable: true })
  transcriptEnhanced: string | null = null;

  @Property({ type: 'json' })
  speakerTimeline: TimelineEntryJson[] = [];

  @Property({ type: 'json', nullable: true })
  modelsUsed: Record<string, unknown> | null = null;

  @Property({ type: 'integer', nullable: true })
  processingTimeMs: number | null = null;

  /** Percent, estimated. */
  @Property({ type: new DecimalType('number'), precision: 5, scale: 2, nullable: true })
  accuracyScore: number | null = null;

  @Property({ type: 'Date', length: 3 })
  createdAt: Date = new Date();
}
