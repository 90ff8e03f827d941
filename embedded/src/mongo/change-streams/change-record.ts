import type { Document, Timestamp } from 'bson';

/** One committed change, as change streams report it and as the store keeps it. */
export interface ChangeRecord {
  /** Its place in the history, without gaps. */
  readonly sequence: number;
  readonly kind: ChangeKind;
  /** The cluster time of the commit. */
  readonly time: Timestamp;
  readonly database: string;
  /** Absent for `dropDatabase`. */
  readonly collection: string | undefined;
  /** `{ _id }` of the document as BSON; null for inserts and replacements, whose document holds it, and for other changes. */
  readonly id: Uint8Array | null;
  /** The new document of an insert or a replacement. */
  readonly document: Uint8Array | null;
  readonly details: ChangeDetails | null;
}

export type ChangeKind = 'insert' | 'update' | 'replace' | 'delete' | 'create' | 'drop' | 'rename' | 'dropDatabase';

/** What only some kinds of change carry. */
export interface ChangeDetails {
  updateDescription?: Document;
  /** The document before the change, when the collection keeps pre-images. */
  before?: Document;
  /** The document right after the change, when the collection keeps post-images. */
  after?: Document;
  /** The new namespace of a renamed collection. */
  to?: { db: string; coll: string };
  /** The session and number of the transaction the change was part of. */
  lsid?: Document;
  txnNumber?: number;
}
