import { mapConnection, type OwnedReader } from '@polyphony/platform/owned-rows';
import type { Connection } from '@polyphony/platform/pagination';
import type { QueryRunEntity } from './query-run.entity.ts';
import { QueryRun } from './query-run.type.ts';

/** Reads a viewer's history. */
export class QueryRunService {
  readonly #reader: OwnedReader<QueryRunEntity>;

  constructor(reader: OwnedReader<QueryRunEntity>) {
    this.#reader = reader;
  }

  /** Null for what does not exist or belongs to somebody else. */
  async find(id: string): Promise<QueryRun | null> {
    const entity = await this.#reader.find(id);
    return entity === null ? null : toGraph(entity);
  }

  /** @throws UnauthenticatedError, NotFoundError */
  async get(id: string): Promise<QueryRun> {
    return toGraph(await this.#reader.get(id));
  }

  /** Newest first. @throws NotFoundError unless the viewer is that user, BadUserInputError for `first` and `after`. */
  async listOfUser(userId: string, page: { first: number; after: string | null }): Promise<Connection<QueryRun>> {
    return mapConnection(await this.#reader.listOfUser(userId, page), toGraph);
  }

  /** The viewer's latest 100. @throws UnauthenticatedError */
  async listOfConversation(conversationId: string): Promise<QueryRun[]> {
    return (await this.#reader.listOfConversation(conversationId)).map(toGraph);
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
