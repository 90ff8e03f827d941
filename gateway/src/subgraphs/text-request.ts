import type { SubgraphRequest, SubgraphTextRequest } from '@polyphony/platform/subgraph';

/** Only a text that begins as a query, and has the word nowhere, is surely none: a fragment may come first, a name may contain it. */
const isSurelyQuery = (query: string): boolean => /^\s*(query\b|\{)/.test(query) && !/\bmutation\b/.test(query);

/** An operation as the body of its HTTP request. What may be a mutation counts as one: it is neither shared nor sent twice. */
export function toTextRequest({ query, variables, operationName }: SubgraphRequest): SubgraphTextRequest {
  return {
    body: Buffer.from(JSON.stringify({ query, variables, operationName }), 'utf8').toString('latin1'),
    operationType: isSurelyQuery(query) ? 'query' : 'mutation',
  };
}
