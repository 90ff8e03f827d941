import { estimateTokens, type ChatModel } from '@polyphony/inference/chat';

/** Tokens of a text; an estimate where the model can no longer count, for example because it is being shut down. */
export async function countTokensSafely(model: Pick<ChatModel, 'countTokens'>, text: string): Promise<number> {
  if (text === '') return 0;
  try {
    return await model.countTokens(text);
  } catch {
    return estimateTokens(text);
  }
}
