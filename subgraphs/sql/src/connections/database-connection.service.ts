import type DataLoader from 'dataloader';
import { requireSelf, requireViewer, type Viewer } from '@polyphony/platform/context';
import { NotFoundError } from '@polyphony/platform/errors';
import type { DatabaseConnectionEntity } from './database-connection.entity.ts';
import { DatabaseConnection } from './database-connection.type.ts';

export interface DatabaseConnectionServiceOptions {
  viewer: Viewer | null;
  /** Answers only what belongs to the viewer. */
  byId: DataLoader<string, DatabaseConnectionEntity | null>;
  byUserId: DataLoader<string, DatabaseConnectionEntity[]>;
}

/** Reads a viewer's connections. */
export class DatabaseConnectionService {
  readonly #options: DatabaseConnectionServiceOptions;

  constructor(options: DatabaseConnectionServiceOptions) {
    this.#options = options;
  }

  /** Null for what does not exist or belongs to somebody else. */
  async find(id: string): Promise<DatabaseConnection | null> {
    const entity = await this.#options.byId.load(id);
    return entity === null ? null : toGraph(entity);
  }

  /** @throws UnauthenticatedError, NotFoundError */
  async get(id: string): Promise<DatabaseConnection> {
    requireViewer(this.#options.viewer);
    const found = await this.find(id);
    if (found === null) throw new NotFoundError('DatabaseConnection');
    return found;
  }

  /** @throws NotFoundError unless the viewer is that user. */
  async listOfUser(userId: string): Promise<DatabaseConnection[]> {
    requireSelf(this.#options.viewer, userId);
    return (await this.#options.byUserId.load(userId)).map(toGraph);
  }
}

/** What clients may see of a row. */
function toGraph(entity: DatabaseConnectionEntity): DatabaseConnection {
  return Object.assign(new DatabaseConnection(), {
    id: entity.id,
    name: entity.name,
    type: entity.type,
    host: entity.host,
    port: entity.port,
    databaseName: entity.databaseName,
    username: entity.username,
    sslEnabled: entity.sslEnabled,
    isActive: entity.isActive,
    lastTestedAt: entity.lastTestedAt,
    lastTestResult: entity.lastTestResult,
    createdAt: entity.createdAt,
  });
}
