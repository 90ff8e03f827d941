import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { rejection } from '../execution/index.ts';

/** `extensions.persistedQuery` of a request, checked. */
export interface PersistedQueryLink {
  /** SHA-256 of the query's text, lower-case hex. */
  readonly sha256Hash: string;
}

/**
 * Texts of queries by their hash, for clients that send the hash first ("automatic persisted queries", APQ:
 * https://www.apollographql.com/docs/apollo-server/performance/apq). Each process keeps its own, bounded: a client whose hash is
 * unknown sends the text, so gateways that do not share them ask for each text once more, and strangers cannot fill a store that
 * others need.
 */
export interface PersistedQueries {
  find(sha256Hash: string): string | undefined;
  /** @throws RequestRejectedError when the hash is not that of the text. */
  check(sha256Hash: string, query: string): void;
  /** Keeps a text that was checked and can run. */
  remember(sha256Hash: string, query: string): void;
}

const maxLength = 100_000;

export function createPersistedQueries({ maxSize = 20_000_000 }: { maxSize?: number } = {}): PersistedQueries {
  const texts = new LRUCache<string, string>({ max: 10_000, maxSize, sizeCalculation: text => text.length + 64 });
  return {
    find: sha256Hash => texts.get(sha256Hash),
    check(sha256Hash, query) {
      if (texts.peek(sha256Hash) === query || hash('sha256', query) === sha256Hash) return;
      throw rejection('extensions.persistedQuery.sha256Hash is not the hash of the query.', 'BAD_USER_INPUT');
    },
    remember(sha256Hash, query) {
      if (query.length <= maxLength && !texts.has(sha256Hash)) texts.set(sha256Hash, query);
    },
  };
}

/** Reads `extensions.persistedQuery`; undefined when there is none. @throws RequestRejectedError when it is malformed. */
export function readPersistedQuery(
  extensions: Record<string, unknown> | null | undefined,
): PersistedQueryLink | undefined {
  const given = extensions?.['persistedQuery'];
  if (given === undefined || given === null) return undefined;
  const { version, sha256Hash } = given as { version?: unknown; sha256Hash?: unknown };
  if (version !== 1) throw rejection('extensions.persistedQuery.version must be 1.', 'BAD_USER_INPUT');
  if (typeof sha256Hash !== 'string' || !/^(sha256:)?[\da-f]{64}$/.test(sha256Hash)) {
    throw rejection('extensions.persistedQuery.sha256Hash must be a SHA-256 in lower-case hex.', 'BAD_USER_INPUT');
  }
  return { sha256Hash: sha256Hash.slice(-64) };
}
