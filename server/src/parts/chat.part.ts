import { buildChatSchema, chatSettings, createChatSubgraph } from '@polyphony/chat';
import type { SubgraphPart } from './part.ts';

export const part: SubgraphPart = {
  buildSchema: buildChatSchema,
  async create(environment, { engines, internal, log, models }) {
    const [mongo, messaging, { chat }] = await Promise.all([engines.mongo(), engines.messaging(), models()]);
    return createChatSubgraph({
      db: mongo.connection.db,
      streams: messaging.streams,
      events: messaging.events,
      internal,
      models: { chat },
      settings: chatSettings(environment),
      log,
    });
  },
};
