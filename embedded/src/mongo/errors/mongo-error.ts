import { codeNames, type ErrorName } from './error-codes.ts';
import type { Document } from 'bson';

/** What an error answer carries besides code, name and message. */
export interface MongoErrorDetails {
  /** For duplicate keys: the index's key and the offending values. */
  keyPattern?: Document;
  keyValue?: Document;
  /** Labels the driver acts on, such as `TransientTransactionError`. */
  labels?: string[];
  /** `errInfo`, the details of a failed document validation. */
  info?: Document;
}

/** An error a client sees, with MongoDB's numeric code and code name. */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: ErrorName;
  readonly details: MongoErrorDetails;

  constructor(codeName: ErrorName, message: string, details: MongoErrorDetails = {}) {
    super(message);
    this.name = 'MongoError';
    this.codeName = codeName;
    this.code = codeNames[codeName];
    this.details = details;
  }
}

/** The error of a second transaction that touches a document another one holds or has changed. */
export function writeConflict(
  message = 'Caused by :: Write conflict during plan execution and yielding is disabled.',
): MongoError {
  return new MongoError('WriteConflict', message, { labels: ['TransientTransactionError'] });
}
