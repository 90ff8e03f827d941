import { BigIntType } from '@mikro-orm/core';
import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

export enum UploadStatus {
  /** The client was told where to put the bytes. */
  PENDING = 'pending',
  STORED = 'stored',
  FAILED = 'failed',
}

/** A file that a user sends, before anything is made of it. */
@Entity({ tableName: 'uploads' })
export class UploadEntity {
  @PrimaryKey({ type: 'uuid' })
  id: string = crypto.randomUUID();

  @Property({ type: 'string', length: 64 })
  userId!: string;

  @Property({ type: 'string' })
  originalFilename!: string;

  @Property({ type: 'string' })
  storedFilename!: string;

  /** The key of the blob. */
  @Property({ type: 'text' })
  filePath!: string;

  /** Bytes. */
  @Property({ type: new BigIntType('number') })
  fileSize!: number;

  @Property({ type: 'string', length: 100 })
  mimeType!: string;

  @Enum({ items: () => UploadStatus })
  status: UploadStatus = UploadStatus.PENDING;

  /** A pending upload is given up then. */
  @Property({ type: 'Date', length: 3 })
  expiresAt!: Date;

  @Property({ type: 'Date', length: 3, nullable: true })
  storedAt: Date | null = null;

  @Property({ type: 'Date', length: 3 })
  createdAt: Date = new Date();
}
