import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import type { MongoConnection } from '@polyphony/platform/mongo';
import { createChatWorld, type ChatWorld } from './chat-world.ts';

/** Gives each test of a file an installation of its own on one database, and closes what was started in it. */
export function beforeEachWorld(setUp: (world: ChatWorld) => Promise<void>): void {
  let mongo: MongoConnection;
  let world: ChatWorld;
  beforeAll(async () => {
    mongo = await startTestMongo();
  });
  afterAll(() => mongo.close());
  beforeEach(async () => {
    world = createChatWorld(mongo.db);
    await setUp(world);
  });
  afterEach(() => world.close());
}
