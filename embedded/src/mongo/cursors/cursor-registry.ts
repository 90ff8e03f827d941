import { randomInt } from 'node:crypto';
import { MongoError } from '../errors/mongo-error.ts';
import type { ServerCursor } from './server-cursor.ts';

/** Idle cursors are closed after this many milliseconds, as the server does. */
const idleLimit = 10 * 60_000;
/** The most open cursors one connection may have made. */
const maximumPerConnection = 1000;

interface OpenCursor {
  readonly id: bigint;
  readonly cursor: ServerCursor;
  readonly connection: number;
  /** The session the cursor belongs to, and with which it ends; undefined for none. */
  readonly sessionKey: string | undefined;
  readonly keptForEver: boolean;
  lastUsed: number;
  busy: boolean;
}

/** The open cursors of all clients. */
export class CursorRegistry {
  readonly #cursors = new Map<bigint, OpenCursor>();
  readonly #perConnection = new Map<number, number>();

  get size(): number {
    return this.#cursors.size;
  }

  /** Keeps a cursor open. Throws when the connection has too many. */
  open(
    cursor: ServerCursor,
    connection: number,
    options: { sessionKey?: string | undefined; keptForEver?: boolean } = {},
  ): bigint {
    const count = this.#perConnection.get(connection) ?? 0;
    if (count >= maximumPerConnection)
      throw new MongoError('OperationFailed', `too many open cursors on one connection: ${count}`);
    let id = 0n;
    while (id === 0n || this.#cursors.has(id)) id = (BigInt(randomInt(2 ** 31)) << 31n) | BigInt(randomInt(2 ** 31));
    this.#cursors.set(id, {
      id,
      cursor,
      connection,
      sessionKey: options.sessionKey,
      keptForEver: options.keptForEver === true,
      lastUsed: Date.now(),
      busy: false,
    });
    this.#perConnection.set(connection, count + 1);
    return id;
  }

  /** Works with an open cursor. Throws CursorNotFound, or CursorInUse while another `getMore` has it. */
  async use<Result>(id: bigint, namespace: string, work: (cursor: ServerCursor) => Promise<Result>): Promise<Result> {
    const open = this.#cursors.get(id);
    if (!open) throw new MongoError('CursorNotFound', `cursor id ${id} not found`);
    if (open.cursor.namespace !== namespace)
      throw new MongoError(
        'Unauthorized',
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${open.cursor.namespace}`,
      );
    if (open.busy) throw new MongoError('CursorInUse', `cursor id ${id} is already in use`);
    open.busy = true;
    try {
      return await work(open.cursor);
    } finally {
      open.busy = false;
      open.lastUsed = Date.now();
    }
  }

  /** Closes a cursor; false when there is none with this id. */
  close(id: bigint): boolean {
    const open = this.#cursors.get(id);
    if (!open) return false;
    this.#cursors.delete(id);
    const count = (this.#perConnection.get(open.connection) ?? 1) - 1;
    if (count > 0) this.#perConnection.set(open.connection, count);
    else this.#perConnection.delete(open.connection);
    open.cursor.close();
    return true;
  }

  closeIdle(now: number): void {
    for (const { id, lastUsed, keptForEver, busy } of this.#cursors.values()) {
      if (!busy && !keptForEver && now - lastUsed > idleLimit) this.close(id);
    }
  }

  /** Closes the cursors of a session that has ended. */
  closeOfSession(sessionKey: string): void {
    for (const open of this.#cursors.values()) if (open.sessionKey === sessionKey) this.close(open.id);
  }

  closeAll(): void {
    for (const id of this.#cursors.keys()) this.close(id);
  }
}
