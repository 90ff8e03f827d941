import type { ChatCitation, ChatFinish, ChatPart } from './chat.model.ts';

export interface CollectedReply {
  text: string;
  citations: ChatCitation[];
  finish: ChatFinish;
}

/** Reads a stream to its end, for callers that need the whole reply at once (titles, summaries, SQL). */
export async function collectReply(parts: AsyncIterable<ChatPart>): Promise<CollectedReply> {
  let text = '';
  const citations: ChatCitation[] = [];
  let finish: ChatFinish = { type: 'finish', reason: 'other', promptTokens: 0, completionTokens: 0 };
  for await (const part of parts) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'citation') citations.push(part);
    else finish = part;
  }
  return { text, citations, finish };
}
