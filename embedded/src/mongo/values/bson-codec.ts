import { deserialize, serialize, type Document } from 'bson';

/**
 * Longs stay `Long`, so that a document that is read, changed and written keeps them; binary values stay `Binary`, so that
 * they keep their subtype. Other numbers become JavaScript numbers.
 */
const storedValues = { promoteLongs: false, promoteBuffers: false } as const;

/** Reads a BSON document, keeping 64-bit integers. Throws BSONError for malformed input. */
export function readDocument(bson: Uint8Array): Document {
  return deserialize(bson, storedValues);
}

/** Reads a command whose named array fields keep their documents as raw BSON. */
export function readCommand(bson: Uint8Array, rawFields: Record<string, boolean>): Document {
  return deserialize(bson, { ...storedValues, fieldsAsRaw: rawFields });
}

/** Reads a document for aggregation: integers that a JavaScript number holds exactly become numbers. */
export function readDocumentForExpressions(bson: Uint8Array): Document {
  return deserialize(bson, { promoteBuffers: false });
}

/** Writes a document. Fields that are undefined are left out. */
export function writeDocument(document: Document): Uint8Array {
  return serialize(document, { ignoreUndefined: true });
}

/** A copy that shares nothing with the original. */
export function cloneDocument(document: Document): Document {
  return readDocument(writeDocument(document));
}

/** The largest document MongoDB stores, in bytes. */
export const maximumDocumentBytes = 16 * 1024 * 1024;
