import type { ChatMessage, ChatModel } from './chat.model.ts';

/** Tokens a chat template spends around one message; an upper bound over the common templates. */
const tokensPerMessage = 8;

/**
 * Drops the oldest turns until prompt and reply fit the model's context window. System messages and the last message always stay.
 * @param reservedTokens room kept for the reply and for sources
 */
export async function fitToContext(
  model: Pick<ChatModel, 'contextWindow' | 'countTokens'>,
  messages: ChatMessage[],
  reservedTokens: number,
): Promise<ChatMessage[]> {
  const kept = new Set<ChatMessage>();
  let room = model.contextWindow - reservedTokens;
  const keep = async (message: ChatMessage) => {
    room -= (await model.countTokens(message.content)) + tokensPerMessage;
    kept.add(message);
  };
  for (const message of messages) {
    if (message.role === 'system' || message === messages.at(-1)) await keep(message);
  }
  for (const message of messages.toReversed()) {
    if (kept.has(message)) continue;
    const cost = (await model.countTokens(message.content)) + tokensPerMessage;
    if (cost > room) break;
    await keep(message);
  }
  return messages.filter(message => kept.has(message));
}
