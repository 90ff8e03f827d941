import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { JsonScalar } from '@polyphony/platform/graphql';
import { connectionType } from '@polyphony/platform/pagination';
import { Conversation } from '../conversations/conversation.type.ts';
import { JobStatus } from '../jobs/job-status.enum.ts';
import type { TimelineEntryJson } from './timeline.json.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A recording and what was said in it.' })
export class Transcription {
  @Field(_type => ID)
  id!: string;

  /** What segments and subtitles are made of; not shown as such. */
  timeline!: TimelineEntryJson[];

  @Field(_type => JobStatus)
  status!: JobStatus;

  @Field(_type => Float, { description: '0 to 1.' })
  progress!: number;

  @Field(_type => String, { nullable: true, description: 'What the job is doing.' })
  stage!: string | null;

  @Field(_type => String)
  fileName!: string;

  @Field(_type => Float, { nullable: true })
  durationSeconds!: number | null;

  @Field(_type => String, { nullable: true })
  language!: string | null;

  @Field(_type => String, { nullable: true })
  text!: string | null;

  @Field(_type => String, { nullable: true, description: 'The text as a language model has tidied it.' })
  enhancedText!: string | null;

  @Field(_type => JsonScalar, { nullable: true })
  modelsUsed!: Record<string, unknown> | null;

  @Field(_type => Int, { nullable: true })
  processingTimeMs!: number | null;

  @Field(_type => String, { nullable: true })
  error!: string | null;

  @Field(_type => Conversation, { nullable: true })
  conversation!: Conversation | null;

  @Field(_type => Date)
  createdAt!: Date;
}

export const TranscriptionConnection = connectionType('Transcription', () => Transcription);
