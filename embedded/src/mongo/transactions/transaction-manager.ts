import { Transaction } from './transaction.ts';
import type { CommitLog } from '../collections/commit-log.ts';
import type { Document } from 'bson';

/** How long a transaction may run, in milliseconds, as `transactionLifetimeLimitSeconds` has it by default. */
const lifetimeLimit = 60_000;

/** The running transactions. */
export class TransactionManager {
  readonly #commits: CommitLog;
  readonly #active = new Set<Transaction>();

  constructor(commits: CommitLog) {
    this.#commits = commits;
  }

  start(sessionKey: string, number: number, lsid: Document): Transaction {
    const transaction = new Transaction(sessionKey, number, lsid, this.#commits.current);
    this.#active.add(transaction);
    this.#commits.keepsHistory = true;
    return transaction;
  }

  /** Makes a transaction's writes visible together and hands them to the journal together. */
  commit(transaction: Transaction): void {
    this.#commits.commitTransaction(transaction);
    this.#end(transaction, 'committed');
  }

  abort(transaction: Transaction): void {
    this.#end(transaction, 'aborted');
  }

  /** Aborts transactions that have run for too long, so that no forgotten one holds up others for ever. */
  abortExpired(now: number): void {
    for (const transaction of this.#active) if (now - transaction.startedAt > lifetimeLimit) this.abort(transaction);
  }

  abortAll(): void {
    for (const transaction of this.#active) this.abort(transaction);
  }

  #end(transaction: Transaction, state: 'committed' | 'aborted'): void {
    transaction.end(state);
    this.#active.delete(transaction);
    if (this.#active.size > 0) return;
    this.#commits.keepsHistory = false;
    this.#commits.forgetHistory();
  }
}
