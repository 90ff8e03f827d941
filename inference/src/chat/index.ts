export type {
  ChatCitation,
  ChatFinish,
  ChatMessage,
  ChatModel,
  ChatPart,
  ChatRequest,
  ChatSource,
  FinishReason,
} from './chat.model.ts';
export { collectReply, type CollectedReply } from './collect-reply.ts';
export { createChatModel } from './create-chat-model.ts';
export { ExtractiveChatModel } from './extractive/extractive-chat.model.ts';
export { fitToContext } from './fit-to-context.ts';
export { estimateTokens } from './token-estimate.ts';
