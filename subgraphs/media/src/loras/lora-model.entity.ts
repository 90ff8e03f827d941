import { ArrayType, BigIntType, DecimalType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A style, character or concept that the image server can add to a model. Shared by all users. */
@Entity({ tableName: 'lora_models' })
export class LoraModelEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @Property({ type: 'string', length: 100 })
  modelName!: string;

  @Property({ type: 'string', length: 100, nullable: true })
  displayName: string | null = null;

  @Property({ type: 'text', nullable: true })
  description: string | null = null;

  /** `character`, `style`, `concept`, ... */
  @Property({ type: 'string', length: 50, nullable: true })
  category: string | null = null;

  @Property({ type: 'text' })
  filePath!: string;

  /** Bytes. */
  @Property({ type: new BigIntType('number'), nullable: true })
  fileSize: number | null = null;

  @Property({ type: ArrayType })
  triggerWords: string[] = [];

  @Property({ type: 'integer' })
  usageCount: number = 0;

  /** 0 to 5. */
  @Property({ type: new DecimalType('number'), precision: 3, scale: 2, nullable: true })
  rating: number | null = null;

  @Property({ type: 'boolean' })
  isActive: boolean = true;

  @Property({ type: 'Date', length: 3 })
  createdAt: Date = new Date();
}
