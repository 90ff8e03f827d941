import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { requireBlobKey, requireBlobPrefix, requireByteRange } from './blob-key.ts';
import type { BlobInfo, BlobStore } from './blob-store.ts';

/** 5 MB parts (the least S3 takes), two under way: what a streamed upload holds in memory. */
const partSize = 5 * 1024 * 1024;
const partsAtOnce = 2;

export interface S3BlobStoreOptions {
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** For stores other than AWS, for example `http://minio:9000`. */
  endpoint?: string;
  /** `<endpoint>/<bucket>/<key>` instead of `<bucket>.<endpoint>/<key>`. */
  forcePathStyle?: boolean;
}

/** Blobs in a bucket of S3 or a store that speaks its protocol. The bucket must be there. */
export function createS3BlobStore({
  bucket,
  region,
  accessKeyId,
  secretAccessKey,
  endpoint,
  forcePathStyle,
}: S3BlobStoreOptions): BlobStore {
  const client = new S3Client({
    region,
    endpoint,
    forcePathStyle,
    credentials: { accessKeyId, secretAccessKey },
    // Many compatible stores do not know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

  async function head(key: string): Promise<BlobInfo | null> {
    requireBlobKey(key);
    const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch(nullWhenMissing);
    if (found === null) return null;
    return {
      key,
      size: found.ContentLength ?? 0,
      contentType: found.ContentType ?? 'application/octet-stream',
      modifiedAt: found.LastModified ?? new Date(0),
    };
  }

  async function* list(prefix: string): AsyncGenerator<string> {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key } of Contents) if (Key !== undefined) yield Key;
    }
  }

  return {
    async put(key, body, { contentType }) {
      requireBlobKey(key);
      const params = { Bucket: bucket, Key: key, ContentType: contentType };
      if (body instanceof Uint8Array) await client.send(new PutObjectCommand({ ...params, Body: body }));
      else
        await upload(new Upload({ client, params: { ...params, Body: body }, partSize, queueSize: partsAtOnce }), body);
      const info = await head(key);
      if (info === null) throw new Error(`Blob ${key} was deleted while it was put.`);
      return info;
    },

    async get(key, { range } = {}) {
      requireBlobKey(key);
      if (range !== undefined) requireByteRange(range);
      const Range = range === undefined ? undefined : `bytes=${range.start}-${range.end}`;
      const found = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }))
        .catch((error: unknown) => {
          if (statusOf(error) === 416) throw new RangeError(`Blob ${key} has no byte ${range?.start}.`);
          return nullWhenMissing(error);
        });
      if (found === null) return null;
      const total = found.ContentRange?.split('/')[1];
      const info = {
        key,
        size: total === undefined ? (found.ContentLength ?? 0) : Number(total),
        contentType: found.ContentType ?? 'application/octet-stream',
        modifiedAt: found.LastModified ?? new Date(0),
      };
      return { info, body: found.Body instanceof Readable ? found.Body : Readable.from([]) };
    },

    head,

    async delete(key) {
      requireBlobKey(key);
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })).catch(nullWhenMissing);
    },

    list(prefix) {
      requireBlobPrefix(prefix);
      return list(prefix);
    },

    async close() {
      client.destroy();
    },
  };
}

/** Uploads to the end, or takes everything back and throws the body's error. */
async function upload(work: Upload, body: Readable) {
  let failure: Error | undefined;
  body.once('error', error => (failure = error));
  try {
    await work.done();
  } catch (error) {
    await work.abort().catch(() => {});
    body.destroy();
    throw failure ?? error;
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

function nullWhenMissing(error: unknown): null {
  if (statusOf(error) === 404) return null;
  throw error;
}
