import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import type { Viewer } from '@polyphony/platform/context';
import { silentLogger } from '@polyphony/platform/logging';
import { migrateMongo, type MongoConnection } from '@polyphony/platform/mongo';
import { ObjectId } from 'mongodb';
import { viewerOf } from '../accounts/user.viewer.ts';
import { usersMigrations } from '../migrations.ts';
import { createClock } from '../testing/clock.ts';
import { sampleUser } from '../testing/sample-user.ts';
import { settingsMaxBytes } from './settings-values.ts';
import { UserSettingsRepository } from './user-settings.repository.ts';
import { UserSettingsService } from './user-settings.service.ts';

describe('user settings', () => {
  let mongo: MongoConnection;
  let repository: UserSettingsRepository;
  let viewer: Viewer;
  const clock = createClock();
  const newService = () => new UserSettingsService({ settings: repository, now: clock.now });
  const stored = () => repository.findByUser(new ObjectId(viewer.id));

  beforeAll(async () => {
    mongo = await startTestMongo();
    await migrateMongo(mongo.db, 'users', usersMigrations, silentLogger);
    repository = new UserSettingsRepository(mongo.db);
  });
  afterAll(() => mongo.close());
  beforeEach(() => {
    viewer = viewerOf(sampleUser('ann'), { sessionId: 's' });
  });

  it('keep whatever JSON clients put there, dotted keys included', async () => {
    const values = {
      'editor.fontSize': 14,
      big: 2 ** 40,
      list: [1, [2], { a: 'b.c' }],
      on: true,
      text: 'ồ',
      none: { a: null },
    };
    await newService().update(viewer, values);
    await expect(stored()).resolves.toMatchObject({ settings: values });
  });

  it('merge changes and drop keys set to null', async () => {
    const service = newService();
    await service.update(viewer, { theme: 'dark', language: 'vi' });
    clock.advance(5);
    const { settings, updated_at } = await service.update(viewer, { theme: null, size: 3 });
    expect(settings).toEqual({ language: 'vi', size: 3 });
    expect(updated_at).toEqual(clock.now());
  });

  it('lose none of many changes that come at once, the first included, on several processes', async () => {
    const processes = Array.from({ length: 3 }, newService);
    await Promise.all(
      processes.flatMap((service, name) =>
        Array.from({ length: 20 }, (_, index) => service.update(viewer, { [`key${name}.${index}`]: index })),
      ),
    );
    const document = await stored();
    expect(Object.keys(document?.settings ?? {})).toHaveLength(60);
    expect(document?.revision).toBe(60);
  });

  it('stay as they were when a change is refused', async () => {
    const service = newService();
    await service.update(viewer, { text: 'x'.repeat(settingsMaxBytes / 2) });
    const more = service.update(viewer, { more: 'x'.repeat(settingsMaxBytes / 2) });
    await expect(more).rejects.toMatchObject({ code: 'BAD_USER_INPUT', extensions: { field: 'values' } });
    expect(Object.keys((await stored())?.settings ?? {})).toEqual(['text']);
  });

  it('are read for many users at once', async () => {
    await newService().update(viewer, { theme: 'dark' });
    const found = await repository.findByUsers([viewer.id, new ObjectId().toHexString(), 'no id']);
    expect(found.map(({ settings }) => settings)).toEqual([{ theme: 'dark' }]);
  });
});
