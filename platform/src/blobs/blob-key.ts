/** A key that could name something outside the store, or that not every store can hold. */
export class InvalidBlobKeyError extends Error {
  override readonly name = 'InvalidBlobKeyError';
}

const part = /^(?!\.)[\w.-]+(?<!\.blob)$/;
const prefixCharacters = /^[\w.\-/]*$/;
const longestKey = 512;

/** @throws InvalidBlobKeyError unless the key is one (see BlobStore). */
export function requireBlobKey(key: string): void {
  if (key.length > longestKey || !key.split('/').every(each => part.test(each) && each.length <= 200)) {
    throw new InvalidBlobKeyError(`${JSON.stringify(key.slice(0, 100))} is not a key for blobs.`);
  }
}

/** @throws InvalidBlobKeyError for a prefix that no key can have. */
export function requireBlobPrefix(prefix: string): void {
  if (prefix.length > longestKey || !prefixCharacters.test(prefix) || /(^|\/)\./.test(prefix)) {
    throw new InvalidBlobKeyError(`${JSON.stringify(prefix.slice(0, 100))} is not a prefix of keys for blobs.`);
  }
}

/** @throws RangeError unless the range is whole numbers from 0, the end not before the start. */
export function requireByteRange({ start, end }: { start: number; end: number }): void {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw new RangeError(`${start} to ${end} is not a range of bytes.`);
  }
}
