import { Catalog } from '../collections/catalog.ts';
import { CommitLog } from '../collections/commit-log.ts';
import { ChangeHistory } from '../change-streams/change-history.ts';
import { CursorRegistry } from '../cursors/cursor-registry.ts';
import { Journal } from '../storage/journal.ts';
import { SqliteStore } from '../storage/sqlite-store.ts';
import { SessionRegistry } from '../transactions/session-registry.ts';
import { TransactionManager } from '../transactions/transaction-manager.ts';
import { deleteExpiredDocuments } from './expired-documents.ts';

/** How often documents with a TTL index are looked at; the server does so every minute, development wants to see it happen. */
const ttlInterval = 1000;
const housekeepingInterval = 10_000;

/** A whole database engine: everything the commands work on. One per data folder. */
export class MongoEngine {
  readonly store: SqliteStore;
  readonly journal: Journal;
  readonly history: ChangeHistory;
  readonly commits: CommitLog;
  readonly catalog: Catalog;
  readonly transactions: TransactionManager;
  readonly sessions: SessionRegistry;
  readonly cursors = new CursorRegistry();
  readonly startedAt = new Date();
  readonly #timers: NodeJS.Timeout[];

  /** Opens the data folder and loads what is in it. Throws when another server uses it. */
  constructor(dataFolder: string, log: (message: string) => void) {
    this.store = new SqliteStore(dataFolder);
    this.journal = new Journal(this.store, log);
    this.history = new ChangeHistory(this.journal, this.store.changes());
    this.commits = new CommitLog(this.journal, this.history);
    this.catalog = new Catalog(this.store, this.journal, this.commits);
    this.transactions = new TransactionManager(this.commits);
    this.sessions = new SessionRegistry(this.journal, this.transactions, this.store.outcomes());
    this.#timers = [
      setInterval(() => guarded(log, () => deleteExpiredDocuments(this.catalog, this.commits)), ttlInterval),
      setInterval(() => guarded(log, () => this.#keepHouse()), housekeepingInterval),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** Aborts what is running, stores what is pending and closes the file. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.cursors.closeAll();
    this.transactions.abortAll();
    this.journal.close();
    this.store.close();
  }

  #keepHouse(): void {
    const now = Date.now();
    this.transactions.abortExpired(now);
    this.cursors.closeIdle(now);
    this.sessions.expire(now);
  }
}

function guarded(log: (message: string) => void, work: () => void): void {
  try {
    work();
  } catch (error) {
    log(`Housekeeping failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
