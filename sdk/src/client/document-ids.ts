import type { PolyphonyError } from './polyphony.error.ts';
import type { TypedDocument } from './typed-document.ts';

/** One operation, before it is decided how it is sent. */
export interface OperationRequest {
  query: string;
  variables?: unknown;
  /** SHA-256 of `query`, where the generator wrote it down. */
  hash?: string | undefined;
}

/** The same as the server reads it: the text, or its hash and an empty text. */
export interface OperationPayload {
  query: string;
  variables?: unknown;
  extensions?: { persistedQuery: { version: 1; sha256Hash: string } };
}

export function requestOf(document: TypedDocument<unknown, never>, variables: unknown): OperationRequest {
  return { query: document.toString(), variables, hash: document.__meta__?.['hash'] as string | undefined };
}

/** Sends hashes in place of texts for as long as the server knows them. */
export interface DocumentIds {
  encode(request: OperationRequest): OperationPayload;
  /** Whether the server refused a hash; from then on texts are sent, so that the request may be sent again. */
  wereRefused(error: unknown): boolean;
}

const refusals = new Set(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED']);

export function createDocumentIds(isEnabled: boolean): DocumentIds {
  let inUse = isEnabled;
  return {
    encode({ query, variables, hash }) {
      if (!inUse || hash === undefined) return { query, variables };
      return { query: '', variables, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } };
    },
    wereRefused(error) {
      if (!isEnabled || !refusals.has((error as PolyphonyError | null)?.code ?? '')) return false;
      inUse = false;
      return true;
    },
  };
}
