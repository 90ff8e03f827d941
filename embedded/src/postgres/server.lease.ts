import pg from 'pg';

/** Key of the advisory lock that every user of a server holds, shared, on the application's database. */
const lockKey = 7_655_973_001;

/** A role or password is refused: waiting does not help. */
const refusals = new Set(['28P01', '28000', '3D000']);

/**
 * Marks a server as in use for as long as this process lives: a shared advisory lock, which PostgreSQL itself drops when the
 * process is killed. So several processes may share one server, and the last to leave is known.
 */
export class ServerLease {
  readonly #client: pg.Client;
  /** Settles when the connection breaks, which means that the server stopped or crashed. */
  readonly lost: Promise<void>;

  private constructor(client: pg.Client, lost: Promise<void>) {
    this.#client = client;
    this.lost = lost;
  }

  /** Answers null when the server does not accept connections (yet) or its last user is about to stop it. */
  static async tryAcquire(url: string): Promise<ServerLease | null> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'polyphony lease',
      connectionTimeoutMillis: 3_000,
    });
    const lost = new Promise<void>(resolve => {
      client.once('end', () => resolve());
      // Without a listener a broken connection would be an uncaught exception.
      client.on('error', () => resolve());
    });
    try {
      await client.connect();
      const { rows } = await client.query<{ granted: boolean }>('SELECT pg_try_advisory_lock_shared($1) AS granted', [
        lockKey,
      ]);
      if (rows[0]?.granted === true) return new ServerLease(client, lost);
    } catch (error) {
      if (refusals.has((error as { code?: string }).code ?? '')) {
        await disconnect(client);
        throw new Error(
          'The running PostgreSQL server refuses the password of its data folder: is its `secret` file another?',
          {
            cause: error,
          },
        );
      }
    }
    await disconnect(client);
    return null;
  }

  /**
   * Gives the share back and asks to be the only user. `true`: nobody else uses the server and nobody can start to, until
   * `disconnect`, so it may be stopped. `false`: others use it, or it is gone.
   */
  async becomeLast(): Promise<boolean> {
    try {
      const { rows } = await this.#client.query<{ last: boolean }>(
        'SELECT pg_advisory_unlock_shared($1) AND pg_try_advisory_lock($1) AS last',
        [lockKey],
      );
      return rows[0]?.last === true;
    } catch {
      return false;
    }
  }

  async disconnect(): Promise<void> {
    await disconnect(this.#client);
  }
}

async function disconnect(client: pg.Client): Promise<void> {
  await client.end().catch(() => {});
}
