import { randomUUID } from 'node:crypto';
import { UUID } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { sessionKey } from '../transactions/session.ts';
import { sessionTimeoutMinutes } from '../transactions/session-registry.ts';
import type { CommandContext, CommandReply } from './command.ts';

/** `startSession`. */
export function startSession(_context: CommandContext): CommandReply {
  return { id: { id: new UUID(randomUUID()) }, timeoutMinutes: sessionTimeoutMinutes };
}

/** `endSessions` and `killSessions`: aborts what the sessions have running and closes their cursors. */
export function endSessions({ engine, command }: CommandContext): CommandReply {
  const lsids: unknown = command['endSessions'] ?? command['killSessions'];
  if (!Array.isArray(lsids) || !lsids.every(isDocument))
    throw new MongoError('TypeMismatch', 'sessions must be given as an array of objects');
  for (const lsid of lsids) engine.cursors.closeOfSession(sessionKey(lsid));
  engine.sessions.end(lsids);
  return {};
}

/** `commitTransaction`. Repeating it after a success succeeds again. */
export function commitTransaction({ engine, session, transaction }: CommandContext): CommandReply {
  if (!session) throw new MongoError('InvalidOptions', 'commitTransaction must be run within a transaction');
  if (session.outcome?.kind === 'committed') return {};
  if (!transaction || transaction.state !== 'active') throw noSuchTransaction(session.transactionNumber);
  engine.transactions.commit(transaction);
  session.outcome = { kind: 'committed' };
  engine.sessions.store(session, null);
  return {};
}

/** `abortTransaction`. */
export function abortTransaction({ engine, session, transaction }: CommandContext): CommandReply {
  if (!session) throw new MongoError('InvalidOptions', 'abortTransaction must be run within a transaction');
  if (session.outcome?.kind === 'committed')
    throw new MongoError('TransactionCommitted', `Transaction ${session.transactionNumber} has been committed.`);
  if (!transaction || transaction.state !== 'active') throw noSuchTransaction(session.transactionNumber);
  engine.transactions.abort(transaction);
  return {};
}

/** The error of a command that belongs to a transaction which is not running. */
export function noSuchTransaction(number: number): MongoError {
  return new MongoError(
    'NoSuchTransaction',
    `Given transaction number ${number} does not match any in-progress transactions.`,
    { labels: ['TransientTransactionError'] },
  );
}
