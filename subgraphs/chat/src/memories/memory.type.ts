import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { MemoryKind } from './memory-kind.ts';
import type { MemoryDocument } from './memory.document.ts';

@ObjectType({ description: 'Something that replies should know. Only its owner can see it.' })
export class Memory {
  @Field(_type => ID)
  id!: string;

  @Field(_type => MemoryKind)
  kind!: MemoryKind;

  @Field(_type => String)
  content!: string;

  @Field(_type => String, { nullable: true })
  question!: string | null;

  @Field(_type => String, { nullable: true, description: 'Where it comes from or when it holds.' })
  context!: string | null;

  @Field(_type => Float, { description: '0 to 1.' })
  importance!: number;

  @Field(_type => Int, { nullable: true, description: '1 to 5.' })
  rating!: number | null;

  @Field(_type => [String])
  tags!: string[];

  @Field(_type => Date, { nullable: true, description: 'The moment from which on it is forgotten.' })
  expiresAt!: Date | null;

  @Field(_type => Date)
  createdAt!: Date;

  @Field(_type => Date)
  updatedAt!: Date;

  /** Resolved as `conversation`. */
  conversationId!: string | null;
}

/** What the graph shows of a stored memory. */
export function toMemory(document: MemoryDocument): Memory {
  return {
    id: document._id.toHexString(),
    kind: document.memory_type,
    content: document.content,
    question: document.question,
    context: document.context,
    importance: document.importance,
    rating: document.rating,
    tags: document.tags,
    expiresAt: document.expires_at,
    createdAt: document.created_at,
    updatedAt: document.updated_at,
    conversationId: document.conversation_id?.toHexString() ?? null,
  };
}
