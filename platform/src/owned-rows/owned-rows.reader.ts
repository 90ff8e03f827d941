import type { EntityName } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { requireSelf, requireViewer, type Viewer } from '../context/index.ts';
import { NotFoundError } from '../errors/index.ts';
import {
  checkFirst,
  creationPosition,
  readCreationPosition,
  toConnection,
  toPage,
  type Connection,
} from '../pagination/index.ts';
import { toUuid } from '../postgres/index.ts';
import { createOwnedLoaders, type OwnedLoaders } from './owned-rows.loaders.ts';
import { createOwnedRows, type OwnedRow, type OwnedRows } from './owned-rows.repository.ts';

export interface OwnedReaderOptions<Row extends OwnedRow> {
  /** A fork of the operation's own. */
  em: EntityManager;
  viewer: Viewer | null;
  entity: EntityName<Row>;
  /** What a row is called in the error that it is not there. */
  name: string;
}

/** Who may read which rows: users their own, by id, by page and by conversation. */
export class OwnedReader<Row extends OwnedRow> {
  readonly #viewer: Viewer | null;
  readonly #name: string;
  readonly #rows: OwnedRows<Row>;
  readonly #loaders: OwnedLoaders<Row>;

  constructor({ em, viewer, entity, name }: OwnedReaderOptions<Row>) {
    this.#viewer = viewer;
    this.#name = name;
    this.#rows = createOwnedRows(em, entity);
    this.#loaders = createOwnedLoaders(this.#rows, viewer?.id ?? null);
  }

  /** Null for what does not exist or belongs to somebody else. */
  find(id: string): Promise<Row | null> {
    return this.#loaders.byId.load(id);
  }

  /** @throws UnauthenticatedError, NotFoundError */
  async get(id: string): Promise<Row> {
    requireViewer(this.#viewer);
    const row = await this.find(id);
    if (row === null) throw new NotFoundError(this.#name);
    return row;
  }

  /** Newest first. @throws NotFoundError unless the viewer is that user, BadUserInputError for `first` and `after`. */
  async listOfUser(
    userId: string,
    { first, after }: { first: number; after: string | null },
  ): Promise<Connection<Row>> {
    requireSelf(this.#viewer, userId);
    checkFirst(first);
    const position = readCreationPosition(after, toUuid);
    const found = await this.#rows.findPage(userId, { after: position, limit: first + 1 });
    return toConnection(toPage(found, { first, after, position: creationPosition }), () => this.#rows.count(userId));
  }

  /** The viewer's latest; none of a conversation of somebody else. @throws UnauthenticatedError */
  listOfConversation(conversationId: string): Promise<Row[]> {
    requireViewer(this.#viewer);
    return this.#loaders.byConversationId.load(conversationId);
  }
}

/** The same page with other nodes. */
export function mapConnection<Row, Node>(connection: Connection<Row>, map: (row: Row) => Node): Connection<Node> {
  const edges = connection.edges.map(({ cursor, node }) => ({ cursor, node: map(node) }));
  return { ...connection, edges, nodes: edges.map(edge => edge.node) };
}
