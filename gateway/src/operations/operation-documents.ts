import { rejection } from '../execution/index.ts';
import type { TrustedDocuments } from '../persisted-operations/index.ts';
import type { ClientRequest } from './client-request.ts';
import { readPersistedQuery, type PersistedQueries } from './persisted-queries.ts';

/** Finds the text that a request means, whether it is sent, named by its hash, or trusted in advance. */
export interface OperationDocuments {
  /** @throws RequestRejectedError when there is none, it it is not known, or it may not be run. */
  textOf(request: ClientRequest): string;
  /** Keeps the text for clients that send its hash next time. Call it once the text turned out to be able to run. */
  remember(request: ClientRequest, query: string): void;
}

/** Without `persisted`, hashes that are not of trusted documents are not supported. */
export function createOperationDocuments({
  trusted,
  persisted,
}: {
  trusted: TrustedDocuments;
  persisted: PersistedQueries | undefined;
}): OperationDocuments {
  return {
    textOf(request) {
      const { query, documentId, extensions } = request;
      const link = extensions === undefined ? undefined : readPersistedQuery(extensions);
      if (query === undefined || query === null || query === '') return findByHash(link?.sha256Hash ?? documentId);
      trusted.require(query);
      if (link !== undefined) {
        if (persisted === undefined && trusted.mode === 'off') throw notSupported();
        persisted?.check(link.sha256Hash, query);
      }
      return query;
    },
    remember({ query, extensions }, text) {
      if (persisted === undefined || extensions === undefined || !query) return;
      const link = readPersistedQuery(extensions);
      if (link !== undefined) persisted.remember(link.sha256Hash, text);
    },
  };

  function findByHash(id: string | null | undefined): string {
    if (id === undefined || id === null || id === '') {
      throw rejection('The request has neither a query nor the hash of one.', 'BAD_USER_INPUT');
    }
    const text = trusted.find(id);
    if (text !== undefined) return text;
    if (persisted === undefined && trusted.mode === 'off') throw notSupported();
    const remembered = persisted?.find(id);
    // The words that Apollo's clients look for; they then send the text beside the hash.
    if (remembered === undefined) throw rejection('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');
    trusted.require(remembered);
    return remembered;
  }
}

function notSupported() {
  return rejection('PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED');
}
