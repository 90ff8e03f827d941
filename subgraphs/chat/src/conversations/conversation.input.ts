import { BadUserInputError } from '@polyphony/platform/errors';
import { Field, InputType } from 'type-graphql';
import { optionalText, tagList } from '../input.ts';

@InputType({ description: 'Every field may be left out.' })
export class StartConversationInput {
  @Field(_type => String, {
    nullable: true,
    description: 'At most 255 characters. Made from the first message when left out.',
  })
  title?: string | null;

  @Field(_type => String, { nullable: true, description: 'The id of a model that is configured.' })
  model?: string | null;

  @Field(_type => String, { nullable: true, description: 'Instructions for every reply, at most 32 kB.' })
  systemPrompt?: string | null;

  @Field(_type => [String], { nullable: true, description: 'At most 20, each of at most 50 characters.' })
  tags?: string[] | null;
}

export interface CheckedStartConversation {
  title: string | null;
  model: string;
  systemPrompt: string | null;
  tags: string[];
}

const maxTitleCharacters = 255;
const maxSystemPromptBytes = 32 * 1024;

/** @throws BadUserInputError naming the field. `models` are the ids of the configured models; the first is the default. */
export function checkStartConversation(
  input: StartConversationInput,
  models: readonly [string, ...string[]],
): CheckedStartConversation {
  const model = input.model ?? models[0];
  if (!models.includes(model)) {
    throw new BadUserInputError(`There is no such model. Available: ${models.join(', ')}.`, 'model', {
      available: models,
    });
  }
  return {
    title: optionalText(input.title, 'title', { maxCharacters: maxTitleCharacters }),
    model,
    systemPrompt: optionalText(input.systemPrompt, 'systemPrompt', { maxBytes: maxSystemPromptBytes }),
    tags: tagList(input.tags),
  };
}
