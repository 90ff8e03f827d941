import type { FileHandle } from 'node:fs/promises';

/**
 * The layout of a blob's file: the body, then its facts as JSON, then the length of those in 4 bytes and 4 bytes that say whose
 * file it is. With all in one file, one rename makes body and facts visible together.
 */
const signature = Buffer.from('PBL1');
const footerLength = 8;
const longestFacts = 4096;

interface Facts {
  contentType: string;
}

/** What follows the body. */
export function blobTrailer(facts: Facts): Buffer {
  const json = Buffer.from(JSON.stringify(facts));
  if (json.length > longestFacts) throw new RangeError('The content type is too long.');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([json, length, signature]);
}

/** The body's size, its facts and the time of the rename. @throws Error for a file that is not a blob's. */
export async function readBlobTrailer(file: FileHandle): Promise<Facts & { size: number; modifiedAt: Date }> {
  const { size: fileSize, mtimeMs } = await file.stat();
  const length = Math.min(fileSize, footerLength + longestFacts);
  const tail = Buffer.alloc(length);
  await file.read(tail, 0, length, fileSize - length);
  const footer = tail.subarray(-footerLength);
  const factsLength = length < footerLength ? Infinity : footer.readUInt32BE(0);
  if (factsLength > length - footerLength || !footer.subarray(4).equals(signature)) {
    throw new Error('A file in the folder of the blobs is not a blob.');
  }
  const json = tail.subarray(length - footerLength - factsLength, length - footerLength).toString();
  const { contentType } = JSON.parse(json) as Facts;
  return { contentType, size: fileSize - footerLength - factsLength, modifiedAt: new Date(mtimeMs) };
}
