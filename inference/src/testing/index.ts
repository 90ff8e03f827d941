export { scriptedTokens, type ChatScript, type FailureScript, type ReplyScript } from './chat-script.ts';
export { hashedEmbedding } from './hashed-embedding.ts';
export {
  startOpenAiServer,
  type OpenAiServer,
  type OpenAiServerOptions,
  type RecordedRequest,
} from './openai-server.ts';
