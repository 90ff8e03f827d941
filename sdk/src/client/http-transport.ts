import type { OperationPayload } from './document-ids.ts';
import { networkError, PolyphonyError, type GraphQLErrorShape } from './polyphony.error.ts';

interface GraphQLResponse {
  data?: unknown;
  errors?: GraphQLErrorShape[];
}

/** Sends one operation over HTTP. @throws PolyphonyError when the answer has errors or there is none. */
export async function post(
  url: string,
  { query, ...request }: OperationPayload,
  { headers, fetch, signal }: { headers: Record<string, string>; fetch: typeof globalThis.fetch; signal?: AbortSignal },
): Promise<unknown> {
  let response: Response;
  let body: GraphQLResponse;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(query === '' ? request : { query, ...request }),
      signal,
    });
    body = (await response.json()) ?? {};
  } catch (error) {
    signal?.throwIfAborted();
    throw networkError(`No answer from ${url}.`, error);
  }
  if (Array.isArray(body.errors) && body.errors.length > 0) throw new PolyphonyError(body.errors);
  if (body.data === undefined || body.data === null)
    throw networkError(`${url} answered ${response.status} without data.`);
  return body.data;
}
