import type { ChatModel } from '@polyphony/inference/chat';
import { requireViewer, type RequestContext } from '@polyphony/platform/context';
import type { EventBus } from '@polyphony/platform/events';
import type { InternalCaller } from '@polyphony/platform/internal-calls';
import type { ChatContext, ChatLoaders } from './context.ts';
import type { AnnounceConversation } from './conversations/conversation.events.ts';
import { createConversationLoader } from './conversations/conversation.loader.ts';
import type { ConversationRepository } from './conversations/conversation.repository.ts';
import type { ConversationSearch } from './conversations/conversation.search.ts';
import { ConversationService } from './conversations/conversation.service.ts';
import type { ChatSettings } from './environment.ts';
import { createConversationFilesLoader, createUploadedFileLoader } from './files/uploaded-file.loaders.ts';
import type { UploadedFileRepository } from './files/uploaded-file.repository.ts';
import { createConversationMemoriesLoader } from './memories/memory.loader.ts';
import type { MemoryRepository } from './memories/memory.repository.ts';
import { MemoryService } from './memories/memory.service.ts';
import { createBranchPageLoader, createMessageLoader, createSiblingLoader } from './messages/message.loaders.ts';
import type { MessageRepository } from './messages/message.repository.ts';
import { MessageService } from './messages/message.service.ts';
import { RequestQuota } from './messages/request-quota.ts';
import type { TurnRepository } from './messages/turn.repository.ts';
import type { ReplyRunner } from './replies/reply.runner.ts';
import type { ReplyStopper } from './replies/reply.stopper.ts';
import type { ReplyWatcher } from './replies/reply.watcher.ts';

/** What lives as long as the subgraph. */
export interface ChatCore {
  readonly repositories: {
    readonly conversations: ConversationRepository;
    readonly messages: MessageRepository;
    readonly turns: TurnRepository;
    readonly memories: MemoryRepository;
    readonly files: UploadedFileRepository;
  };
  readonly search: ConversationSearch;
  readonly runner: ReplyRunner;
  readonly stopper: ReplyStopper;
  readonly watcher: ReplyWatcher;
  readonly announce: AnnounceConversation;
  readonly events: EventBus;
  readonly internal: InternalCaller;
  readonly model: ChatModel;
  readonly settings: ChatSettings;
}

/** Builds the loaders and services of one operation. */
export function createChatContext(core: ChatCore, request: RequestContext): ChatContext {
  const { repositories, search, runner, stopper, watcher, announce, events, internal, model, settings } = core;
  const viewer = () => requireViewer(request.viewer);
  const message = createMessageLoader(repositories.messages, viewer);
  const loaders: ChatLoaders = {
    conversation: createConversationLoader(repositories.conversations, viewer),
    message,
    branchPage: createBranchPageLoader(repositories.messages, message, viewer),
    siblings: createSiblingLoader(repositories.messages, viewer),
    conversationMemories: createConversationMemoriesLoader(repositories.memories, viewer),
    file: createUploadedFileLoader(repositories.files, viewer),
    conversationFiles: createConversationFilesLoader(repositories.files, viewer),
  };
  return {
    ...request,
    loaders,
    conversations: new ConversationService({
      conversations: repositories.conversations,
      search,
      messages: repositories.messages,
      stopper,
      loader: loaders.conversation,
      events,
      announce,
      models: [model.modelId],
      settings,
    }),
    messages: new MessageService({
      turns: repositories.turns,
      quota: new RequestQuota(internal, request),
      runner,
      stopper,
      watcher,
      model,
      announce,
      loaders,
      settings,
    }),
    memories: new MemoryService({ memories: repositories.memories, conversations: loaders.conversation }),
  };
}
