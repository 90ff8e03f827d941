import { requireSelf, requireViewer, type Viewer } from '@polyphony/platform/context';
import { NotFoundError } from '@polyphony/platform/errors';
import {
  checkFirst,
  creationPosition,
  readCreationPosition,
  toConnection,
  toPage,
  type Connection,
} from '@polyphony/platform/pagination';
import { toUuid } from '@polyphony/platform/postgres';
import type { OwnedLoaders } from './owned-rows.loaders.ts';
import type { OwnedRow, OwnedRows } from './owned-rows.ts';

export interface OwnedReaderOptions<Row extends OwnedRow> {
  viewer: Viewer | null;
  /** What a row is called in the error that it is not there. */
  entity: string;
  rows: OwnedRows<Row>;
  loaders: OwnedLoaders<Row>;
}

/** Who may read which rows: users their own, by id, by page and by conversation. */
export class OwnedReader<Row extends OwnedRow> {
  readonly #options: OwnedReaderOptions<Row>;

  constructor(options: OwnedReaderOptions<Row>) {
    this.#options = options;
  }

  /** Null for what does not exist or belongs to somebody else. */
  find(id: string): Promise<Row | null> {
    return this.#options.loaders.byId.load(id);
  }

  /** @throws UnauthenticatedError, NotFoundError */
  async get(id: string): Promise<Row> {
    requireViewer(this.#options.viewer);
    const row = await this.find(id);
    if (row === null) throw new NotFoundError(this.#options.entity);
    return row;
  }

  /** Newest first. @throws NotFoundError unless the viewer is that user, BadUserInputError for `first` and `after`. */
  async listOfUser(
    userId: string,
    { first, after }: { first: number; after: string | null },
  ): Promise<Connection<Row>> {
    requireSelf(this.#options.viewer, userId);
    checkFirst(first);
    const { rows } = this.#options;
    const position = readCreationPosition(after, toUuid);
    const found = await rows.findPage(userId, { after: position, limit: first + 1 });
    return toConnection(toPage(found, { first, after, position: creationPosition }), () => rows.count(userId));
  }

  /** The viewer's latest; none of a conversation of somebody else. @throws UnauthenticatedError */
  listOfConversation(conversationId: string): Promise<Row[]> {
    requireViewer(this.#options.viewer);
    return this.#options.loaders.byConversationId.load(conversationId);
  }
}

/** The same page with other nodes. */
export function mapConnection<Row, Node>(connection: Connection<Row>, map: (row: Row) => Node): Connection<Node> {
  const edges = connection.edges.map(({ cursor, node }) => ({ cursor, node: map(node) }));
  return { ...connection, edges, nodes: edges.map(edge => edge.node) };
}
