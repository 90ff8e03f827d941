import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import type { MongoConnection } from '@polyphony/platform/mongo';
import type { CommandStartedEvent, Document } from 'mongodb';
import { createChatWorld, type ChatWorld } from './testing/chat-world.ts';

describe('a sweep', () => {
  let mongo: MongoConnection;
  let world: ChatWorld;

  beforeAll(async () => {
    mongo = await startTestMongo();
    world = createChatWorld(mongo.db);
  });
  afterAll(async () => {
    await world.close();
    await mongo.close();
  });

  it('finds what is due from indexes, however much is stored', async () => {
    const sent: { collection: string; filter: Document }[] = [];
    const note = ({ commandName, command }: CommandStartedEvent) => {
      if (commandName === 'find') sent.push({ collection: command['find'], filter: command['filter'] });
      if (commandName === 'findAndModify') sent.push({ collection: command[commandName], filter: command['query'] });
    };
    const process = await world.startProcess();
    mongo.client.on('commandStarted', note);
    await process.startWorker();
    mongo.client.off('commandStarted', note);

    const indexes = sent.map(async ({ collection, filter }) => {
      const plan = await mongo.db.collection(collection).find(filter).explain('queryPlanner');
      return [collection, /"indexName":"(\w+)"/.exec(JSON.stringify(plan))?.[1]];
    });
    expect(await Promise.all(indexes)).toEqual([
      ['messages', 'running_replies'],
      ['messages', 'unrecorded_usage'],
      ['conversations', 'deleted_at'],
    ]);
  });
});
