import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { UploadedFileDocument } from './uploaded-file.document.ts';

@ObjectType({ description: 'A file that a user attached to a conversation.' })
export class UploadedFile {
  @Field(_type => ID)
  id!: string;

  @Field(_type => String, { description: 'The name the user gave it.' })
  fileName!: string;

  @Field(_type => String, { nullable: true })
  fileType!: string | null;

  @Field(_type => Float, { description: 'Bytes.' })
  fileSize!: number;

  @Field(_type => String, { nullable: true })
  mimeType!: string | null;

  @Field(_type => String, { nullable: true, description: 'What was read out of the file.' })
  analysisResult!: string | null;

  @Field(_type => Date)
  createdAt!: Date;
}

/** What the graph shows of a stored file: never where its bytes lie. */
export function toUploadedFile(document: UploadedFileDocument): UploadedFile {
  return {
    id: document._id.toHexString(),
    fileName: document.original_filename,
    fileType: document.file_type,
    fileSize: document.file_size,
    mimeType: document.mime_type,
    analysisResult: document.analysis_result,
    createdAt: document.created_at,
  };
}
