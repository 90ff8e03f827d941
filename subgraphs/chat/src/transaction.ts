import { MongoError, type ClientSession, type MongoClient } from 'mongodb';

/** Runs the work in one transaction, again when it collides with another one. The work must touch nothing but the store. */
export function inTransaction<Result>(
  client: MongoClient,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  return client.withSession(session => session.withTransaction(() => work(session)));
}

/** Whether a transaction that failed may have been stored all the same: the store did not answer to its commit. */
export const mayBeCommitted = (error: unknown): boolean =>
  error instanceof MongoError && error.hasErrorLabel('UnknownTransactionCommitResult');
