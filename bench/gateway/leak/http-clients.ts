import { setTimeout as sleep } from 'node:timers/promises';
import { queryVariant } from '../queries/query-variants.ts';
import type { GatewayAddresses } from './gateway-addresses.ts';
import { expectThat } from './outcome.ts';

const headers = { 'content-type': 'application/json', accept: 'application/json' };
const post = (url: string, body: string, signal?: AbortSignal) =>
  fetch(url, { method: 'POST', headers, body, ...(signal && { signal }) });

/** One of 50 deep queries, answered in full. */
export async function query({ url }: GatewayAddresses, turn: number): Promise<void> {
  const response = await post(url, JSON.stringify({ query: queryVariant(100 + (turn % 50)) }));
  const text = await response.text();
  expectThat(response.status === 200 && text.length > 80_000, `A query: ${response.status} ${text.slice(0, 300)}`);
}

/** A mutation with variables of its own. */
export async function mutation({ url }: GatewayAddresses, turn: number): Promise<void> {
  const body = `review ${turn}`;
  const response = await post(
    url,
    JSON.stringify({ query: 'mutation($body: String!) { addReview(body: $body) { id body } }', variables: { body } }),
  );
  const text = await response.text();
  expectThat(text.includes(`"body":"${body}"`), `A mutation: ${response.status} ${text.slice(0, 300)}`);
}

/** A client that leaves while the gateway waits for a subgraph. */
export async function abortedQuery({ url }: GatewayAddresses, turn: number): Promise<void> {
  const leaving = new AbortController();
  const answer = post(url, '{"query":"{ slowReview(afterMs: 1000) { id product { name } } }"}', leaving.signal);
  const left = answer.catch(() => undefined);
  await sleep(10 + (turn % 10) * 10);
  leaving.abort();
  await left;
}

const nonsense: readonly ((turn: number) => string)[] = [
  turn => `{"query":"{ unknown${turn} }"}`,
  turn => `{"query":"{ users { id "}${turn}`,
  turn => `not even JSON ${turn}`,
  () => '',
  () => '[]',
  () => '{"query":42}',
  turn => `{"query":"query($id: ID!) { user(id: $id) { id } }","variables":{"other":${turn}}}`,
  turn => `{"query":"${'{users'.repeat(1 + (turn % 200))}"}`,
];

/** What no client should send, in turn. */
export async function invalidRequest({ url }: GatewayAddresses, turn: number): Promise<void> {
  const response = await post(url, nonsense[turn % nonsense.length]?.(turn) ?? '');
  const text = await response.text();
  const isRefused = text.includes('"errors"') && response.status < 500;
  expectThat(isRefused, `An invalid request: ${response.status} ${text.slice(0, 300)}`);
}
