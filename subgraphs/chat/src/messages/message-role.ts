import { registerEnumType } from 'type-graphql';

/** Who wrote a message; the values are what the store holds. */
export const MessageRole = { USER: 'user', ASSISTANT: 'assistant', SYSTEM: 'system', TOOL: 'tool' } as const;
export type MessageRole = (typeof MessageRole)[keyof typeof MessageRole];

registerEnumType(MessageRole, { name: 'MessageRole', description: 'Who wrote a message.' });
