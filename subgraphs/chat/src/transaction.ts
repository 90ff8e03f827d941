import type { ClientSession, MongoClient } from 'mongodb';

/** Runs the work in one transaction, again when it collides with another one. The work must touch nothing but the store. */
export function inTransaction<Result>(
  client: MongoClient,
  work: (session: ClientSession) => Promise<Result>,
): Promise<Result> {
  return client.withSession(session => session.withTransaction(() => work(session)));
}
