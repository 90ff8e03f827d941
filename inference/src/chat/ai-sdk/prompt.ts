import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { ChatMessage } from '../chat.model.ts';

/**
 * Our messages in the shape of the AI SDK. System messages are joined at the front, the only place where Anthropic, Google and most
 * chat templates accept them. Tool texts become user turns, since without a tool call before them servers refuse the tool role.
 */
export function toPrompt(messages: ChatMessage[]): LanguageModelV4Prompt {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns = messages.filter(({ role }) => role !== 'system').map(toTurn);
  return system.length === 0 ? turns : [{ role: 'system', content: system.join('\n\n') }, ...turns];
}

function toTurn({ role, content }: ChatMessage): LanguageModelV4Message {
  if (role === 'tool') return { role: 'user', content: [{ type: 'text', text: `Result of a tool:\n${content}` }] };
  return { role: role === 'assistant' ? 'assistant' : 'user', content: [{ type: 'text', text: content }] };
}
