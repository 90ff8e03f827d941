import type { Document } from 'bson';
import type { ChangeRecord } from '../change-streams/change-record.ts';

/** What the store keeps of a collection besides its documents. */
export interface StoredCollection {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly options: Document;
  readonly indexes: readonly Document[];
}

/** The outcome of a session's newest retryable write or transaction, kept to answer a repeated command. */
export interface StoredOutcome {
  readonly sessionKey: string;
  readonly transactionNumber: number;
  /** The answer of a retryable write; null for a committed transaction. */
  readonly reply: Uint8Array | null;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** One change of the store. Changes handed to the journal together are committed together. */
export type StoreChange =
  | { readonly kind: 'putDocument'; readonly collection: number; readonly record: number; readonly bson: Uint8Array }
  | { readonly kind: 'deleteDocument'; readonly collection: number; readonly record: number }
  | { readonly kind: 'putCollection'; readonly collection: StoredCollection }
  | { readonly kind: 'dropCollection'; readonly collection: number }
  | { readonly kind: 'putChange'; readonly change: ChangeRecord }
  | { readonly kind: 'trimChanges'; readonly through: number }
  | { readonly kind: 'putOutcome'; readonly outcome: StoredOutcome }
  | { readonly kind: 'deleteOutcomes'; readonly before: number };
