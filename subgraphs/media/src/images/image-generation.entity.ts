import { BigIntType, DecimalType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { JobEntity } from '../jobs/job.entity.ts';
import type { ImageJson, LoraReferenceJson } from './image.json.ts';

/** A request for pictures, with everything needed to make the same ones again. */
@Entity({ tableName: 'image_generations' })
export class ImageGenerationEntity extends JobEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @Property({ type: 'string', length: 64 })
  userId!: string;

  @Property({ type: 'string', length: 64, nullable: true })
  conversationId: string | null = null;

  /** The message that shows the pictures. */
  @Property({ type: 'string', length: 64, nullable: true })
  messageId: string | null = null;

  @Property({ type: 'text' })
  prompt!: string;

  @Property({ type: 'text', nullable: true })
  negativePrompt: string | null = null;

  @Property({ type: 'string', length: 100 })
  model!: string;

  @Property({ type: 'json', fieldName: 'lora_models' })
  loras: LoraReferenceJson[] = [];

  @Property({ type: 'string', length: 100, nullable: true })
  vaeModel: string | null = null;

  @Property({ type: 'string', length: 50, nullable: true })
  sampler: string | null = null;

  @Property({ type: 'integer' })
  steps!: number;

  @Property({ type: new DecimalType('number'), precision: 3, scale: 1 })
  cfgScale!: number;

  /** 64 bits, so as text; -1 until a random one is drawn. */
  @Property({ type: new BigIntType('string'), default: '-1' })
  seed: string = '-1';

  /** Pixels. */
  @Property({ type: 'integer' })
  width!: number;

  @Property({ type: 'integer' })
  height!: number;

  @Property({ type: 'integer', fieldName: 'num_images' })
  imageCount: number = 1;

  @Property({ type: 'json' })
  images: ImageJson[] = [];

  /** Of the first picture. */
  @Property({ type: 'text', nullable: true })
  imageUrl: string | null = null;

  /** MD5 of the first picture, by which a repeated one is found. */
  @Property({ type: 'string', length: 64, nullable: true })
  imageHash: string | null = null;

  @Property({ type: 'integer', nullable: true })
  generationTimeMs: number | null = null;

  @Property({ type: 'Date', length: 3 })
  createdAt: Date = new Date();
}
