import { BadUserInputError } from '@polyphony/platform/errors';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { optionalText, requiredText, tagList } from '../input.ts';
import { MemoryKind } from './memory-kind.ts';

@InputType()
export class CreateMemoryInput {
  // A default in the schema would arrive as the name, not as the value: the subgraph's schema is rebuilt from its SDL.
  @Field(_type => MemoryKind, { nullable: true, description: 'NOTE when left out.' })
  kind?: MemoryKind | null;

  @Field(_type => String, { description: 'At most 16 kB; the answer where the kind is QA.' })
  content!: string;

  @Field(_type => String, { nullable: true, description: 'At most 4 kB; required where the kind is QA.' })
  question?: string | null;

  @Field(_type => String, { nullable: true, description: 'At most 4 kB.' })
  context?: string | null;

  @Field(_type => Float, { defaultValue: 0.5, description: '0 to 1.' })
  importance!: number;

  @Field(_type => Int, { nullable: true, description: '1 to 5.' })
  rating?: number | null;

  @Field(_type => [String], { nullable: true, description: 'At most 20, each of at most 50 characters.' })
  tags?: string[] | null;

  @Field(_type => Date, { nullable: true, description: 'In the future; never forgotten when left out.' })
  expiresAt?: Date | null;

  @Field(_type => ID, { nullable: true, description: 'Makes it hold for this conversation only.' })
  conversationId?: string | null;
}

export interface CheckedMemory {
  kind: MemoryKind;
  content: string;
  question: string | null;
  context: string | null;
  importance: number;
  rating: number | null;
  tags: string[];
  expiresAt: Date | null;
}

const maxContentBytes = 16 * 1024;
const maxQuestionBytes = 4 * 1024;

/** @throws BadUserInputError naming the field. */
export function checkCreateMemory(input: CreateMemoryInput, now: Date): CheckedMemory {
  const content = requiredText(input.content, 'content', { maxBytes: maxContentBytes });
  const question = optionalText(input.question, 'question', { maxBytes: maxQuestionBytes });
  const { importance, rating = null, expiresAt = null } = input;
  const kind = input.kind ?? MemoryKind.NOTE;
  if (kind === MemoryKind.QA && question === null) {
    throw new BadUserInputError('A memory of kind QA needs its question.', 'question');
  }
  if (!(importance >= 0 && importance <= 1)) {
    throw new BadUserInputError('"importance" must be 0 to 1.', 'importance');
  }
  if (rating !== null && (rating < 1 || rating > 5)) throw new BadUserInputError('"rating" must be 1 to 5.', 'rating');
  if (expiresAt !== null && expiresAt <= now) {
    throw new BadUserInputError('"expiresAt" must be in the future.', 'expiresAt');
  }
  return {
    kind,
    content,
    question,
    context: optionalText(input.context, 'context', { maxBytes: maxQuestionBytes }),
    importance,
    rating,
    tags: tagList(input.tags),
    expiresAt,
  };
}
