import type { RequestContext } from '@polyphony/platform/context';
import type { ConversationLoader } from './conversations/conversation.loader.ts';
import type { ConversationService } from './conversations/conversation.service.ts';
import type { ConversationFilesLoader, UploadedFileLoader } from './files/uploaded-file.loaders.ts';
import type { ConversationMemoriesLoader } from './memories/memory.loader.ts';
import type { MemoryService } from './memories/memory.service.ts';
import type { BranchPageLoader, MessageLoader, SiblingLoader } from './messages/message.loaders.ts';
import type { MessageService } from './messages/message.service.ts';

/** Batched reads of one operation, all within what the viewer owns. */
export interface ChatLoaders {
  readonly conversation: ConversationLoader;
  readonly message: MessageLoader;
  readonly branchPage: BranchPageLoader;
  readonly siblings: SiblingLoader;
  readonly conversationMemories: ConversationMemoriesLoader;
  readonly file: UploadedFileLoader;
  readonly conversationFiles: ConversationFilesLoader;
}

/** What the resolvers of this subgraph work with; all of it lives as long as one operation, or one event of a subscription. */
export interface ChatContext extends RequestContext {
  readonly conversations: ConversationService;
  readonly messages: MessageService;
  readonly memories: MemoryService;
  readonly loaders: ChatLoaders;
}
