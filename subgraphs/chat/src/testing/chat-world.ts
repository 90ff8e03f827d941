import type { Db } from 'mongodb';
import { readEnvironment } from '@polyphony/platform/environment';
import type { EventBus } from '@polyphony/platform/events';
import { silentLogger } from '@polyphony/platform/logging';
import type { StreamStore } from '@polyphony/platform/streams';
import type { Subgraph } from '@polyphony/platform/subgraph';
import { createChatSubgraph, type ChatDependencies } from '../chat.subgraph.ts';
import type { ChatContext } from '../context.ts';
import { chatEnvironment, chatSettings, type ChatSettings } from '../environment.ts';
import { createFakeOps, type FakeOps } from './ops.fake.ts';
import { createStreamEngines } from './stream-engines.ts';
import { createScriptedChatModel, type ScriptedChatModel } from './scripted-chat.model.ts';

/** The engines that the processes of one installation share. */
export interface ChatWorld {
  readonly db: Db;
  readonly events: EventBus;
  readonly streams: StreamStore;
  readonly ops: FakeOps;
  readonly model: ScriptedChatModel;
  /** Starts one more process on these engines; parts of it may be replaced. */
  startProcess(
    parts?: Partial<Omit<ChatDependencies, 'settings'>> & { settings?: Partial<ChatSettings> },
  ): Promise<Subgraph<ChatContext>>;
  close(): Promise<void>;
}

export const defaultSettings = chatSettings(readEnvironment(chatEnvironment, {}));

export function createChatWorld(db: Db): ChatWorld {
  const started: Subgraph<ChatContext>[] = [];
  const shared = {
    db,
    ...createStreamEngines(),
    ops: createFakeOps(),
    model: createScriptedChatModel(),
  };
  return {
    ...shared,
    async startProcess({ settings, ...parts } = {}) {
      const process = await createChatSubgraph({
        db,
        streams: shared.streams,
        events: shared.events,
        internal: shared.ops.internal,
        models: { chat: shared.model },
        log: silentLogger,
        settings: { ...defaultSettings, shutdownGraceMs: 1000, ...settings },
        ...parts,
      });
      started.push(process);
      return process;
    },
    async close() {
      await Promise.all(started.map(process => process.close()));
      await shared.streams.close();
      await shared.events.close();
    },
  };
}
