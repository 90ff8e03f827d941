import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestMongo } from '@polyphony/embedded/testing';
import type { Viewer } from '@polyphony/platform/context';
import { silentLogger } from '@polyphony/platform/logging';
import { countMongoCommands, migrateMongo, type MongoConnection } from '@polyphony/platform/mongo';
import { ObjectId, type Collection } from 'mongodb';
import type { UserDocument } from '../accounts/user.document.ts';
import { UserRepository } from '../accounts/user.repository.ts';
import { viewerOf } from '../accounts/user.viewer.ts';
import { usersMigrations } from '../migrations.ts';
import { createClock } from '../testing/clock.ts';
import { sampleUser } from '../testing/sample-user.ts';
import type { ApiKeyDocument } from './api-key.document.ts';
import { ApiKeyRepository } from './api-key.repository.ts';
import { ApiKeyService, maxApiKeys } from './api-key.service.ts';

const isRefused = expect.objectContaining({ code: 'UNAUTHENTICATED' });
const badInput = (field: string) =>
  expect.objectContaining({ code: 'BAD_USER_INPUT', extensions: expect.objectContaining({ field }) });
const days = 24 * 60 * 60;

describe('API keys', () => {
  let mongo: MongoConnection;
  let stored: Collection<ApiKeyDocument>;
  let users: UserRepository;
  let service: ApiKeyService;
  let ann: UserDocument;
  let viewer: Viewer;
  let accounts = 0;
  const clock = createClock();

  beforeAll(async () => {
    mongo = await startTestMongo();
    await migrateMongo(mongo.db, 'users', usersMigrations, silentLogger);
    stored = mongo.db.collection<ApiKeyDocument>('user_api_keys');
    users = new UserRepository(mongo.db);
    service = new ApiKeyService({ apiKeys: new ApiKeyRepository(mongo.db), users, now: clock.now });
  });
  afterAll(() => mongo.close());
  beforeEach(async () => {
    accounts += 1;
    ann = sampleUser(`ann${accounts}`, { role: 'DEVELOPER', daily_quota: 7, is_internal: true });
    await users.insert(ann);
    viewer = viewerOf(ann, { sessionId: new ObjectId().toHexString() });
  });

  it('stand for their owner, without a session', async () => {
    const { apiKey, secret } = await service.create(viewer, { name: 'laptop' });
    await expect(service.authenticate(secret)).resolves.toEqual({
      id: ann._id.toHexString(),
      username: ann.username,
      role: 'DEVELOPER',
      isInternal: true,
      dailyQuota: 7,
      apiKeyId: apiKey._id.toHexString(),
    });
  });

  it('are stored without their secret', async () => {
    const { apiKey, secret } = await service.create(viewer, { name: ' laptop ' });
    const document = await stored.findOne({ _id: apiKey._id });
    expect(document).toEqual(apiKey);
    expect(document).toMatchObject({ name: 'laptop', prefix: secret.slice(0, 17), is_active: true });
    expect(JSON.stringify(document)).not.toContain(secret.slice(18));
  });

  it.each(['', 'poly_x', `poly_abcdefghijkl_${'A'.repeat(43)}`])('refuse a secret of nobody: %j', async secret => {
    await expect(service.authenticate(secret)).rejects.toEqual(isRefused);
  });

  it('are refused once revoked, and stay revoked', async () => {
    const { apiKey, secret } = await service.create(viewer, { name: 'laptop' });
    await expect(service.revoke(viewer, apiKey._id.toHexString())).resolves.toMatchObject({ is_active: false });
    await expect(service.authenticate(secret)).rejects.toEqual(isRefused);
    await expect(service.revoke(viewer, apiKey._id.toHexString())).resolves.toMatchObject({ is_active: false });
  });

  it('are refused once expired', async () => {
    const expiresAt = new Date(clock.now().getTime() + 60_000);
    const { apiKey, secret } = await service.create(viewer, { name: 'short', expiresAt });
    expect(apiKey.purge_at).toEqual(new Date(expiresAt.getTime() + 30 * days * 1000));
    await expect(service.authenticate(secret)).resolves.toBeDefined();
    clock.advance(60);
    await expect(service.authenticate(secret)).rejects.toEqual(isRefused);
  });

  it('are refused while their owner is deactivated', async () => {
    const { secret } = await service.create(viewer, { name: 'laptop' });
    await users.change(ann._id, { is_active: false }, clock.now());
    await expect(service.authenticate(secret)).rejects.toEqual(isRefused);
    await users.change(ann._id, { is_active: true }, clock.now());
    await expect(service.authenticate(secret)).resolves.toBeDefined();
  });

  it('note their use, writing at most once a minute', async () => {
    const { apiKey, secret } = await service.create(viewer, { name: 'busy' });
    const lastUse = async () => (await stored.findOne({ _id: apiKey._id }))?.last_used_at;
    const counter = countMongoCommands(mongo.client);
    const firstUse = clock.now();
    for (let use = 0; use < 10; use += 1) await service.authenticate(secret);
    expect(counter.take().filter(command => command.startsWith('update'))).toHaveLength(1);
    await expect(lastUse()).resolves.toEqual(firstUse);
    clock.advance(61);
    await service.authenticate(secret);
    await expect(lastUse()).resolves.toEqual(clock.now());
    counter.stop();
  });

  it('are found as if they were not there by others than their owner', async () => {
    const { apiKey, secret } = await service.create(viewer, { name: 'laptop' });
    const stranger = viewerOf(sampleUser('stranger'), { sessionId: 's' });
    for (const id of [apiKey._id.toHexString(), new ObjectId().toHexString(), 'no id']) {
      await expect(service.revoke(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(service.authenticate(secret)).resolves.toBeDefined();
  });

  it('cannot make more keys', async () => {
    const program = viewerOf(ann, { apiKeyId: new ObjectId().toHexString() });
    await expect(service.create(program, { name: 'another' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('need a name and an expiry to come', async () => {
    for (const name of ['', '   ', 'x'.repeat(101), 'a\u0000b']) {
      await expect(service.create(viewer, { name })).rejects.toEqual(badInput('name'));
    }
    await expect(service.create(viewer, { name: 'late', expiresAt: clock.now() })).rejects.toEqual(
      badInput('expiresAt'),
    );
  });

  it('are limited in number, however many are made at once', async () => {
    for (let index = 0; index < maxApiKeys - 3; index += 1) await service.create(viewer, { name: `key ${index}` });
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => service.create(viewer, { name: `race ${index}` })),
    );
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'CONFLICT' });
    }
    const usable = () => stored.countDocuments({ user_id: ann._id, is_active: true });
    expect(await usable()).toBeLessThanOrEqual(maxApiKeys);
    while ((await usable()) < maxApiKeys) await service.create(viewer, { name: 'filler' });
    await expect(service.create(viewer, { name: 'one too many' })).rejects.toMatchObject({ code: 'CONFLICT' });
    const some = await stored.findOne({ user_id: ann._id });
    await service.revoke(viewer, some?._id.toHexString() ?? '');
    await expect(service.create(viewer, { name: 'in its place' })).resolves.toBeDefined();
  });

  it('are listed by user, the newest first', async () => {
    const bob = sampleUser(`bob${accounts}`);
    const bobsViewer = viewerOf(bob, { sessionId: 's' });
    for (const [owner, name] of [
      [viewer, 'a1'],
      [bobsViewer, 'b1'],
      [viewer, 'a2'],
    ] as const) {
      await service.create(owner, { name });
      clock.advance(1);
    }
    const found = await new ApiKeyRepository(mongo.db).findByUsers([viewer.id, bobsViewer.id]);
    expect(found.map(({ name }) => name)).toEqual(['a2', 'b1', 'a1']);
  });
});
