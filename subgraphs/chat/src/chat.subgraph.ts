import { randomUUID } from 'node:crypto';
import type { Db } from 'mongodb';
import type { ChatModel } from '@polyphony/inference/chat';
import type { EventBus } from '@polyphony/platform/events';
import type { InternalCaller } from '@polyphony/platform/internal-calls';
import type { Logger } from '@polyphony/platform/logging';
import { migrateMongo, mongoHealth } from '@polyphony/platform/mongo';
import type { StreamStore } from '@polyphony/platform/streams';
import type { Subgraph } from '@polyphony/platform/subgraph';
import type { ChatContext } from './context.ts';
import { createAnnouncer } from './conversations/conversation.events.ts';
import { ConversationPurge } from './conversations/conversation.purge.ts';
import { ConversationRepository } from './conversations/conversation.repository.ts';
import { ConversationSearch } from './conversations/conversation.search.ts';
import { createChatContext, type ChatCore } from './create-chat-context.ts';
import type { ChatSettings } from './environment.ts';
import { UploadedFileRepository } from './files/uploaded-file.repository.ts';
import { KeyedQueue } from './keyed-queue.ts';
import { MemoryRepository } from './memories/memory.repository.ts';
import { MessageRepository } from './messages/message.repository.ts';
import { TurnRepository } from './messages/turn.repository.ts';
import { chatMigrations } from './migrations/index.ts';
import { PromptBuilder } from './replies/prompt.builder.ts';
import { ReplyRecovery } from './replies/reply.recovery.ts';
import { ReplyRepository } from './replies/reply.repository.ts';
import { ReplyRunner } from './replies/reply.runner.ts';
import { ReplyStopper } from './replies/reply.stopper.ts';
import { ReplyWatcher } from './replies/reply.watcher.ts';
import { buildChatSchema } from './schema.ts';
import { Sweeper } from './sweeper.ts';
import { UsageReporter } from './usage/usage.reporter.ts';
import { UsageRepository } from './usage/usage.repository.ts';
import { within } from './within.ts';

export interface ChatDependencies {
  /** Whoever connected it closes it. */
  db: Db;
  streams: StreamStore;
  events: EventBus;
  /** Reaches ops. */
  internal: InternalCaller;
  models: { chat: ChatModel };
  log: Logger;
  settings: ChatSettings;
  /** Tells the processes that generate replies apart; made up when left out. Must never be used by two at once. */
  processId?: string;
}

/** Conversations, messages, memories, and replies that stream while they are saved. Creates its collections' indexes first. */
export async function createChatSubgraph({
  db,
  streams,
  events,
  internal,
  models,
  log,
  settings,
  processId: generatorId = randomUUID(),
}: ChatDependencies): Promise<Subgraph<ChatContext>> {
  await migrateMongo(db, 'chat', chatMigrations, log);
  const model = models.chat;
  const queue = new KeyedQueue();
  const repositories = {
    conversations: new ConversationRepository(db),
    messages: new MessageRepository(db),
    turns: new TurnRepository(db, queue),
    memories: new MemoryRepository(db),
    files: new UploadedFileRepository(db),
  };
  const replies = new ReplyRepository(db, queue);
  const announce = createAnnouncer(events, error => log.warn({ err: error }, 'A change could not be announced'));
  const usage = new UsageReporter({ internal, usage: new UsageRepository(db), log });
  const shared = { replies, streams, model, usage, announce, settings, log };
  // Under a name of its own, so that a generator that was paused for too long cannot go on as if nothing had happened.
  const recovery = new ReplyRecovery({ ...shared, generatorId: `recovery/${generatorId}` });
  const runner = new ReplyRunner({
    ...shared,
    generatorId,
    events,
    prompts: new PromptBuilder({ ...repositories, model, settings }),
  });
  const purge = new ConversationPurge({ db, restorableDays: settings.restorableDays, log });
  const sweeper = new Sweeper({
    tasks: [
      { name: 'dead replies', run: () => recovery.failExpired() },
      { name: 'usage', run: () => usage.reportPending() },
      { name: 'deleted conversations', run: () => purge.run() },
    ],
    intervalMs: settings.sweepIntervalMs,
    log,
  });
  const core: ChatCore = {
    repositories,
    search: await ConversationSearch.create(db),
    runner,
    stopper: new ReplyStopper({ replies, events, log }),
    watcher: new ReplyWatcher({ messages: repositories.messages, streams, endDead: id => recovery.fail(id), log }),
    announce,
    events,
    internal,
    model,
    settings,
  };
  return {
    name: 'chat',
    schema: await buildChatSchema(),
    createContext: request => createChatContext(core, request),
    procedures: {},
    healthChecks: [mongoHealth(db)],
    startWorker: () => sweeper.start(),
    async close() {
      await Promise.all([within(sweeper.stop(), settings.shutdownGraceMs), runner.close(settings.shutdownGraceMs)]);
    },
  };
}
