import type { ObjectId } from 'mongodb';
import { connectionType } from '@polyphony/platform/pagination';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { MessageDocument } from './message.document.ts';
import { MessageRole } from './message-role.ts';
import { MessageStatus } from './message-status.ts';

@ObjectType({ description: 'An image in a message.' })
export class MessageImage {
  @Field(_type => String)
  url!: string;

  @Field(_type => String, { nullable: true })
  cloudUrl!: string | null;

  @Field(_type => String, { nullable: true })
  deleteUrl!: string | null;

  @Field(_type => String, { nullable: true })
  caption!: string | null;

  @Field(_type => Int, { nullable: true, description: 'Bytes.' })
  size!: number | null;

  @Field(_type => String, { nullable: true })
  mimeType!: string | null;

  @Field(_type => Boolean, { description: 'Whether a model made it.' })
  generated!: boolean;

  @Field(_type => String, { nullable: true, description: 'What made or keeps it.' })
  service!: string | null;
}

@ObjectType({ description: 'What a reply is based on.' })
export class Citation {
  @Field(_type => String, { description: 'The id of the cited memory.' })
  source!: string;

  @Field(_type => String, { nullable: true })
  title!: string | null;

  @Field(_type => String)
  excerpt!: string;

  @Field(_type => Float, { description: '0 to 1.' })
  score!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'One message of a conversation.' })
export class Message {
  @Field(_type => ID)
  id!: string;

  @Field(_type => MessageRole)
  role!: MessageRole;

  @Field(_type => String, { description: 'While the message is STREAMING: a part that is saved already.' })
  content!: string;

  @Field(_type => MessageStatus)
  status!: MessageStatus;

  @Field(_type => Int, { description: 'Alternatives to one message count from 1.' })
  version!: number;

  @Field(_type => Boolean)
  isEdited!: boolean;

  @Field(_type => Boolean)
  isStopped!: boolean;

  @Field(_type => String, { nullable: true, description: 'The id of the model that wrote it.' })
  model!: string | null;

  @Field(_type => Int, { nullable: true })
  promptTokens!: number | null;

  @Field(_type => Int, { nullable: true })
  completionTokens!: number | null;

  @Field(_type => [MessageImage])
  images!: MessageImage[];

  @Field(_type => [Citation])
  citations!: Citation[];

  @Field(_type => String, { nullable: true, description: 'Why the reply failed.' })
  error!: string | null;

  @Field(_type => Date)
  createdAt!: Date;

  @Field(_type => Date, { nullable: true, description: 'Null while the message is PENDING or STREAMING.' })
  finishedAt!: Date | null;

  /** Resolved as `conversation`, `parent` and `files`. */
  conversationId!: ObjectId;
  parentId!: ObjectId | null;
  fileIds!: ObjectId[];
}

export const MessageConnection = connectionType('Message', () => Message);

@ObjectType()
export class SendMessagePayload {
  @Field(_type => Message)
  userMessage!: Message;

  @Field(_type => Message, { description: 'PENDING or STREAMING: its text comes by `messageStream`.' })
  reply!: Message;
}

/** What the graph shows of a stored message. */
export function toMessage(document: MessageDocument): Message {
  return {
    id: document._id.toHexString(),
    role: document.role,
    content: document.content,
    status: document.status,
    version: document.version,
    isEdited: document.is_edited,
    isStopped: document.is_stopped,
    model: document.model,
    promptTokens: document.prompt_tokens,
    completionTokens: document.completion_tokens,
    images: document.images.map(({ cloud_url, delete_url, mime_type, ...image }) => ({
      ...image,
      cloudUrl: cloud_url,
      deleteUrl: delete_url,
      mimeType: mime_type,
    })),
    citations: document.citations,
    error: document.error,
    createdAt: document.created_at,
    finishedAt: document.finished_at,
    conversationId: document.conversation_id,
    parentId: document.parent_message_id,
    fileIds: document.files,
  };
}
