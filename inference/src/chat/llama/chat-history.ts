import type { ChatHistoryItem, ChatWrapper, LlamaModel } from 'node-llama-cpp';
import type { ChatMessage } from '../chat.model.ts';

/** Our messages in the shape of node-llama-cpp, with all system texts joined at the front, where chat templates expect them. */
export function toChatHistory(messages: ChatMessage[]): ChatHistoryItem[] {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns = messages.filter(({ role }) => role !== 'system').map(toItem);
  return system.length === 0 ? turns : [{ type: 'system', text: system.join('\n\n') }, ...turns];
}

function toItem({ role, content }: ChatMessage): ChatHistoryItem {
  if (role === 'assistant') return { type: 'model', response: [content] };
  return { type: 'user', text: role === 'tool' ? `Result of a tool:\n${content}` : content };
}

/** The tokens that the model will read for the history. Text of users never becomes a control token. */
export function promptTokens(history: ChatHistoryItem[], wrapper: ChatWrapper, model: LlamaModel) {
  const chatHistory: ChatHistoryItem[] = [...history, { type: 'model', response: [] }];
  return wrapper.generateContextState({ chatHistory }).contextText.tokenize(model.tokenizer);
}
