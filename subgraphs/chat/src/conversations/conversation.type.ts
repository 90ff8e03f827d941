import { connectionType } from '@polyphony/platform/pagination';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { ConversationDocument } from './conversation.document.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A chat between a user and a model. Only its owner can see it.' })
export class Conversation {
  @Field(_type => ID)
  id!: string;

  @Field(_type => String, { nullable: true, description: 'Null until the first message.' })
  title!: string | null;

  @Field(_type => String, { description: 'The id of the model that answers.' })
  model!: string;

  @Field(_type => String, { nullable: true })
  systemPrompt!: string | null;

  @Field(_type => Int, { description: 'All messages, those of other branches included.' })
  totalMessages!: number;

  @Field(_type => Int, { description: 'Tokens of all finished replies, prompts included.' })
  totalTokens!: number;

  @Field(_type => Boolean, { description: 'An archived conversation can be read but not continued.' })
  isArchived!: boolean;

  @Field(_type => [String])
  tags!: string[];

  @Field(_type => Date)
  createdAt!: Date;

  @Field(_type => Date)
  updatedAt!: Date;

  /** Resolved as `user`. */
  userId!: string;

  /** Messages on the active branch. */
  branchLength!: number;
}

export const ConversationConnection = connectionType('Conversation', () => Conversation);

/** What the graph shows of a stored conversation. */
export function toConversation(document: ConversationDocument): Conversation {
  return {
    id: document._id.toHexString(),
    title: document.title,
    model: document.model,
    systemPrompt: document.system_prompt,
    totalMessages: document.total_messages,
    totalTokens: document.total_tokens,
    isArchived: document.is_archived,
    tags: document.tags,
    createdAt: document.created_at,
    updatedAt: document.updated_at,
    userId: document.user_id,
    branchLength: document.active_depth,
  };
}
