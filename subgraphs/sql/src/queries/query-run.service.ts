import type DataLoader from 'dataloader';
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
import type { QueryRunEntity } from './query-run.entity.ts';
import type { QueryRunRepository } from './query-run.repository.ts';
import { QueryRun } from './query-run.type.ts';

export interface QueryRunServiceOptions {
  viewer: Viewer | null;
  repository: QueryRunRepository;
  /** Answers only what belongs to the viewer. */
  byId: DataLoader<string, QueryRunEntity | null>;
  byConversationId: DataLoader<string, QueryRunEntity[]>;
}

/** Reads a viewer's history. */
export class QueryRunService {
  readonly #options: QueryRunServiceOptions;

  constructor(options: QueryRunServiceOptions) {
    this.#options = options;
  }

  /** Null for what does not exist or belongs to somebody else. */
  async find(id: string): Promise<QueryRun | null> {
    const entity = await this.#options.byId.load(id);
    return entity === null ? null : toGraph(entity);
  }

  /** @throws UnauthenticatedError, NotFoundError */
  async get(id: string): Promise<QueryRun> {
    requireViewer(this.#options.viewer);
    const found = await this.find(id);
    if (found === null) throw new NotFoundError('QueryRun');
    return found;
  }

  /** Newest first. @throws NotFoundError unless the viewer is that user, BadUserInputError for `first` and `after`. */
  async listOfUser(
    userId: string,
    { first, after }: { first: number; after: string | null },
  ): Promise<Connection<QueryRun>> {
    requireSelf(this.#options.viewer, userId);
    checkFirst(first);
    const { repository } = this.#options;
    const position = readCreationPosition(after, toUuid);
    const rows = await repository.findPage(userId, { after: position, limit: first + 1 });
    const page = toPage(rows, { first, after, position: creationPosition });
    return toConnection({ ...page, nodes: page.nodes.map(toGraph) }, () => repository.count(userId));
  }

  /** The viewer's latest runs of a conversation; none of a conversation of somebody else. @throws UnauthenticatedError */
  async listOfConversation(conversationId: string): Promise<QueryRun[]> {
    requireViewer(this.#options.viewer);
    return (await this.#options.byConversationId.load(conversationId)).map(toGraph);
  }
}

function toGraph(entity: QueryRunEntity): QueryRun {
  return Object.assign(new QueryRun(), {
    id: entity.id,
    connectionId: entity.connectionId,
    question: entity.question,
    sql: entity.sql,
    status: entity.status,
    source: entity.source,
    similarity: entity.similarity,
    explanation: entity.explanation,
    columns: entity.resultColumns,
    rows: entity.resultPreview,
    rowsReturned: entity.rowsReturned,
    executionTimeMs: entity.executionTimeMs,
    error: entity.errorMessage,
    feedback: entity.feedback,
    createdAt: entity.createdAt,
  });
}
