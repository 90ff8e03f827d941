import { BadUserInputError } from '@polyphony/platform/errors';
import { Field, ID, InputType } from 'type-graphql';
import { requiredText } from '../input.ts';

@InputType()
export class SendMessageInput {
  @Field(_type => ID)
  conversationId!: string;

  @Field(_type => String, { description: '1 byte to 64 kB in UTF-8, not blank.' })
  content!: string;

  @Field(_type => [ID], { nullable: true, description: 'Uploaded files of the viewer, at most 20.' })
  fileIds?: string[] | null;

  @Field(_type => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether the reply may draw on what is stored about the viewer, such as memories.',
  })
  useKnowledge?: boolean | null;
}

export interface CheckedSendMessage {
  content: string;
  fileIds: string[];
  useKnowledge: boolean;
}

const maxContentBytes = 64 * 1024;
const maxFiles = 20;

/** @throws BadUserInputError naming the field. */
export function checkSendMessage({ content, fileIds, useKnowledge }: SendMessageInput): CheckedSendMessage {
  const distinct = [...new Set(fileIds)];
  if (distinct.length > maxFiles) {
    throw new BadUserInputError(`A message has at most ${maxFiles} files.`, 'fileIds', { max: maxFiles });
  }
  return {
    content: requiredText(content, 'content', { maxBytes: maxContentBytes }),
    fileIds: distinct,
    useKnowledge: useKnowledge ?? true,
  };
}
