export { InvalidBlobKeyError } from './blob-key.ts';
export type { BlobInfo, BlobStore } from './blob-store.ts';
export { createFileBlobStore } from './file-blob-store.ts';
export { createS3BlobStore, type S3BlobStoreOptions } from './s3-blob-store.ts';
