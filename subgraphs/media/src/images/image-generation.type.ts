import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '@polyphony/platform/pagination';
import { Conversation } from '../conversations/conversation.type.ts';
import { JobStatus } from '../jobs/job-status.enum.ts';
import { GeneratedImage } from './generated-image.type.ts';
import { LoraReference } from './lora-reference.type.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A request for pictures, with everything needed to make the same ones again.' })
export class ImageGeneration {
  @Field(_type => ID)
  id!: string;

  @Field(_type => JobStatus)
  status!: JobStatus;

  @Field(_type => Float, { description: '0 to 1.' })
  progress!: number;

  @Field(_type => String)
  prompt!: string;

  @Field(_type => String, { nullable: true })
  negativePrompt!: string | null;

  @Field(_type => String)
  model!: string;

  @Field(_type => String, { nullable: true })
  sampler!: string | null;

  @Field(_type => Int)
  steps!: number;

  @Field(_type => Float)
  cfgScale!: number;

  @Field(_type => String, { description: 'A whole number of 64 bits; -1 until a random one is drawn.' })
  seed!: string;

  @Field(_type => Int)
  width!: number;

  @Field(_type => Int)
  height!: number;

  @Field(_type => [LoraReference])
  loras!: LoraReference[];

  @Field(_type => [GeneratedImage])
  images!: GeneratedImage[];

  @Field(_type => Int, { nullable: true })
  generationTimeMs!: number | null;

  @Field(_type => String, { nullable: true })
  error!: string | null;

  @Field(_type => Conversation, { nullable: true })
  conversation!: Conversation | null;

  @Field(_type => Date)
  createdAt!: Date;
}

export const ImageGenerationConnection = connectionType('ImageGeneration', () => ImageGeneration);
