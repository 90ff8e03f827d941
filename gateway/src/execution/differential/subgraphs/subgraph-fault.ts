import { DownstreamServiceError, GatewayTimeoutError } from '@polyphony/platform/errors';
import type { SubgraphFault } from '../faults/faults.ts';
import type { SubgraphAnswer } from './answer-operation.ts';

/** What a subgraph sends: a JSON value, or a text that is none. */
export type SentAnswer = { json: unknown } | { text: string };

/**
 * An answer as a subgraph in trouble sends it. `entityNames` are the response names of its `_entities`.
 *
 * @throws AppError when it sends none.
 */
export function spoil(
  fault: SubgraphFault | undefined,
  subgraph: string,
  answer: SubgraphAnswer,
  entityNames: readonly string[],
): SentAnswer {
  const error = { message: `${subgraph} is out of order`, extensions: { code: 'CONFLICT' } };
  const withEntities = (change: (elements: unknown[]) => unknown): SentAnswer => {
    if (answer.data === null) return { json: answer };
    const data = { ...answer.data };
    for (const name of entityNames) if (Array.isArray(data[name])) data[name] = change(data[name]);
    return { json: { ...answer, data } };
  };
  switch (fault) {
    case undefined:
      return { json: answer };
    case 'down':
      throw new DownstreamServiceError(subgraph);
    case 'timeout':
      throw new GatewayTimeoutError();
    case 'errors-only':
      return { json: { errors: [error] } };
    case 'null-data':
      return { json: { data: null } };
    case 'null-data-with-error':
      return { json: { data: null, errors: [error] } };
    case 'not-json':
      return { text: '<html><body>502 Bad Gateway</body></html>' };
    case 'not-an-object':
      return { json: ['not', 'an', 'object'] };
    case 'no-data':
      return { json: {} };
    case 'short-entities':
      return withEntities(elements => elements.slice(1));
    case 'long-entities':
      return withEntities(elements => [...elements, null]);
    case 'entities-not-a-list':
      return withEntities(() => ({}));
    case 'no-entities':
      return withEntities(() => undefined);
  }
}
