import { readDocument, writeDocument } from '../values/bson-codec.ts';
import { sessionKey, type Session } from './session.ts';
import type { TransactionManager } from './transaction-manager.ts';
import type { Journal } from '../storage/journal.ts';
import type { StoredOutcome } from '../storage/store-change.ts';
import type { Document } from 'bson';

/** Sessions unused for this long are forgotten: 30 minutes, as `hello` tells the drivers. */
export const sessionTimeoutMinutes = 30;

/** The clients' sessions. What they last committed is stored, so that a repeated write is recognised after a restart too. */
export class SessionRegistry {
  readonly #sessions = new Map<string, Session>();
  readonly #journal: Journal;
  readonly #transactions: TransactionManager;

  constructor(journal: Journal, transactions: TransactionManager, stored: readonly StoredOutcome[]) {
    this.#journal = journal;
    this.#transactions = transactions;
    for (const { sessionKey: key, transactionNumber, reply, time } of stored) {
      const outcome: Session['outcome'] = reply
        ? { kind: 'write', reply: Promise.resolve(readDocument(reply)) }
        : { kind: 'committed' };
      this.#sessions.set(key, { key, lastUsed: time, transactionNumber, outcome });
    }
  }

  /** The session of a command's `lsid`, created at its first use. */
  get(lsid: Document): Session {
    const key = sessionKey(lsid);
    let session = this.#sessions.get(key);
    if (!session) this.#sessions.set(key, (session = { key, lastUsed: 0, transactionNumber: -1, outcome: undefined }));
    session.lastUsed = Date.now();
    return session;
  }

  /** Ends sessions, aborting what they have running. */
  end(lsids: readonly Document[]): void {
    for (const lsid of lsids) {
      const session = this.#sessions.get(sessionKey(lsid));
      if (session) this.#forget(session);
    }
  }

  /** Stores what a session has committed; to be called in the same turn as the writes, so that both are stored together. */
  store(session: Session, reply: Document | null): void {
    const { key, transactionNumber } = session;
    this.#journal.append({
      kind: 'putOutcome',
      outcome: { sessionKey: key, transactionNumber, reply: reply ? writeDocument(reply) : null, time: Date.now() },
    });
  }

  /** Forgets sessions that have not been used for a long time. */
  expire(now: number): void {
    const oldest = now - sessionTimeoutMinutes * 60_000;
    for (const session of this.#sessions.values()) if (session.lastUsed < oldest) this.#forget(session);
    this.#journal.append({ kind: 'deleteOutcomes', before: oldest });
  }

  #forget(session: Session): void {
    if (session.outcome?.kind === 'transaction') this.#transactions.abort(session.outcome.transaction);
    this.#sessions.delete(session.key);
  }
}
