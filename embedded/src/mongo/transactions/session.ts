import { Binary, type Document } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import type { Transaction } from './transaction.ts';

/** What a session did last under its newest transaction number. */
export type SessionOutcome =
  | { readonly kind: 'transaction'; readonly transaction: Transaction }
  | { readonly kind: 'committed' }
  /** A retryable write, whose answer a repetition gets as well. */
  | { readonly kind: 'write'; readonly reply: Promise<Document> };

/** A logical session of a client. */
export interface Session {
  readonly key: string;
  lastUsed: number;
  /** The newest transaction number; each transaction and each retryable write has its own, ascending. */
  transactionNumber: number;
  outcome: SessionOutcome | undefined;
}

/** The key of the session a command names with its `lsid`. */
export function sessionKey(lsid: Document): string {
  const id: unknown = lsid['id'];
  if (!(id instanceof Binary) || id.position !== 16)
    throw new MongoError('TypeMismatch', "BSON field 'lsid.id' must be a UUID");
  return Buffer.from(id.buffer.subarray(0, 16)).toString('hex');
}
