import { requireViewer, type Viewer } from '@polyphony/platform/context';
import { BadUserInputError } from '@polyphony/platform/errors';
import { checkFirst } from '@polyphony/platform/pagination';
import type { SqlKnowledgeEntryEntity } from './sql-knowledge-entry.entity.ts';
import type { SqlKnowledgeRepository } from './sql-knowledge-entry.repository.ts';
import { SqlKnowledgeEntry } from './sql-knowledge-entry.type.ts';

const maxQueryLength = 1000;

export class SqlKnowledgeService {
  readonly #viewer: Viewer | null;
  readonly #repository: SqlKnowledgeRepository;

  constructor(viewer: Viewer | null, repository: SqlKnowledgeRepository) {
    this.#viewer = viewer;
    this.#repository = repository;
  }

  /**
   * The viewer's entries: those that match the query, best first, or without one the most used.
   * @throws UnauthenticatedError, BadUserInputError for `query` and `first`.
   */
  async search(query: string | null, first: number): Promise<SqlKnowledgeEntry[]> {
    const { id } = requireViewer(this.#viewer);
    checkFirst(first);
    const words = (query ?? '').replaceAll('\0', '').trim();
    if (words.length > maxQueryLength) {
      throw new BadUserInputError(`"query" must have at most ${maxQueryLength} characters.`, 'query');
    }
    const entities =
      words === '' ? await this.#repository.findMostUsed(id, first) : await this.#repository.search(id, words, first);
    return entities.map(toGraph);
  }
}

function toGraph(entity: SqlKnowledgeEntryEntity): SqlKnowledgeEntry {
  return Object.assign(new SqlKnowledgeEntry(), {
    id: entity.id,
    question: entity.question,
    sql: entity.sql,
    databaseType: entity.databaseType,
    schemaHash: entity.schemaHash,
    isCorrect: entity.isCorrect,
    usageCount: entity.usageCount,
    successRate: entity.successRate,
    tags: entity.tags,
  });
}
