import { getOperationAST, Kind, parse, type FieldNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { SubgraphRequest } from '@polyphony/platform/subgraph';
import { makeResumable, type ResumableOperation } from './resumable-operation.ts';

/** What there is to know about the text of a subgraph's subscription. */
export interface SubscriptionRequest {
  /** The field that is subscribed to; empty when the text is not of the shape that planners write. */
  readonly field: string;
  readonly resumable: ResumableOperation | undefined;
}

/** Reads a subgraph's subscriptions once a text. `resumableFields` are those of the subgraph, with the types of their events. */
export function createSubscriptionReader(
  resumableFields: ReadonlyMap<string, readonly string[]>,
): (request: SubgraphRequest) => SubscriptionRequest {
  const cache = new LRUCache<string, SubscriptionRequest>({ max: 1000 });
  return request => {
    const key = `${request.operationName ?? ''}\n${request.query}`;
    let known = cache.get(key);
    if (known === undefined) {
      known = readRequest(request, resumableFields);
      cache.set(key, known);
    }
    return known;
  };
}

function readRequest(
  { query, operationName }: SubgraphRequest,
  resumableFields: ReadonlyMap<string, readonly string[]>,
): SubscriptionRequest {
  const document = parse(query, { noLocation: true });
  const operation = getOperationAST(document, operationName);
  const selections = operation?.selectionSet.selections ?? [];
  const field = selections.find((selection): selection is FieldNode => selection.kind === Kind.FIELD);
  if (operation === null || operation === undefined || field === undefined || selections.length !== 1) {
    return { field: '', resumable: undefined };
  }
  const types = resumableFields.get(field.name.value);
  return {
    field: field.name.value,
    resumable: types && makeResumable(document, operation, field, types),
  };
}
