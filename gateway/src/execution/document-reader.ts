import { getOperationAST, GraphQLError, parse, type DocumentNode, type OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { GraphRequest } from './graph-request.ts';

/** Longest document we read, in tokens: validating takes time that grows with its square, before anything else can refuse it. */
export const maxTokens = 5000;

export interface ReadDocument {
  document: DocumentNode;
  operationType: OperationTypeNode;
}

/** Parses documents, remembering the latest. @throws RequestRejectedError when a document or its operation cannot be read. */
export function createDocumentReader(): (request: GraphRequest) => ReadDocument {
  const parsed = new LRUCache<string, DocumentNode>({
    max: 1000,
    maxSize: 10 * 1024 * 1024,
    sizeCalculation: (_document, query) => query.length + 1,
  });
  return ({ query, operationName }) => {
    let document = parsed.get(query);
    if (document === undefined) {
      document = parseDocument(query);
      parsed.set(query, document);
    }
    const operation = getOperationAST(document, operationName);
    if (operation !== null && operation !== undefined) return { document, operationType: operation.operation };
    throw rejection('The document has no such operation, or several and none was named.', 'BAD_USER_INPUT');
  };
}

function parseDocument(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    throw rejection((error as Error).message, 'GRAPHQL_PARSE_FAILED', error);
  }
}

/** One error about the request as a whole. */
export function rejection(message: string, code: string, cause?: unknown): RequestRejectedError {
  const locations = cause instanceof GraphQLError ? cause.locations : undefined;
  return new RequestRejectedError([{ message, ...(locations !== undefined && { locations }), extensions: { code } }]);
}
