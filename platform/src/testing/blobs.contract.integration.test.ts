import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFileBlobStore, createS3BlobStore } from '../blobs/index.ts';
import { describeBlobStoreContract, describeWithEngine, twoInstances } from './index.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'polyphony-blobs-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

describeBlobStoreContract('files', async () =>
  twoInstances(() => createFileBlobStore({ folder: path.join(folder, 'contract') })),
);

describe('the folder of blobs', () => {
  it('holds nothing partial after failed and finished puts', async () => {
    const root = path.join(folder, 'clean');
    const store = createFileBlobStore({ folder: root });
    await store.put('a/b', Buffer.from('x'), { contentType: 'text/plain' });
    const failing = new Readable({ read: () => failing.destroy(new Error('broke off')) });
    await expect(store.put('a/c', failing, { contentType: 'text/plain' })).rejects.toThrow('broke off');
    await store.close();
    expect(await readdir(path.join(root, '.partial'))).toEqual([]);
    expect(await readdir(path.join(root, 'a'))).toEqual(['b.blob']);
  });

  it('is freed of what a killed process left long ago, not of what is being written', async () => {
    const partial = path.join(folder, 'killed/.partial');
    await mkdir(partial, { recursive: true });
    await writeFile(path.join(partial, 'old'), 'x');
    await writeFile(path.join(partial, 'new'), 'x');
    const longAgo = Date.now() / 1000 - 2 * 24 * 3600;
    await utimes(path.join(partial, 'old'), longAgo, longAgo);
    await createFileBlobStore({ folder: path.join(folder, 'killed') }).close();
    expect(await readdir(partial)).toEqual(['new']);
  });

  it('refuses a file that is not a blob', async () => {
    const root = path.join(folder, 'foreign');
    await mkdir(root);
    await writeFile(path.join(root, 'a.blob'), 'no trailer here');
    await writeFile(path.join(root, 'b.blob'), '');
    const store = createFileBlobStore({ folder: root });
    await expect(store.get('a')).rejects.toThrow('not a blob');
    await expect(store.head('b')).rejects.toThrow('not a blob');
    await store.close();
  });
});

await describeWithEngine('s3', ({ url }) => {
  const { origin, username: accessKeyId, password: secretAccessKey } = new URL(url);
  const bucket = `polyphony-test-${Date.now()}`;
  const options = { endpoint: origin, region: 'us-east-1', accessKeyId, secretAccessKey, forcePathStyle: true, bucket };
  const admin = new S3Client({ ...options, credentials: { accessKeyId, secretAccessKey } });
  beforeAll(async () => void (await admin.send(new CreateBucketCommand({ Bucket: bucket }))));
  afterAll(() => admin.destroy());

  describeBlobStoreContract('S3', async () => twoInstances(() => createS3BlobStore(options)));

  it('holds no part of broken uploads', async () => {
    const { Uploads } = await admin.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads ?? []).toEqual([]);
  });
});
