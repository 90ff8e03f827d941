export { chatEnvironment, chatSettings, type ChatSettings } from './environment.ts';
export type { ChatContext } from './context.ts';
export { createChatSubgraph, type ChatDependencies } from './chat.subgraph.ts';
export { buildChatSchema } from './schema.ts';
