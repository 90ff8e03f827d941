import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface Answer {
  status: number;
  headers: Headers;
  data?: Record<string, never> | null;
  errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
}

/** Posts an operation as a browser's client would. */
export async function post(
  url: string,
  query: string,
  {
    variables,
    headers,
    operationName,
  }: { variables?: object; headers?: Record<string, string>; operationName?: string } = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) };
}

export function socketClient(url: string, connectionParams: Record<string, unknown> = {}): Client {
  return createClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, lazyCloseTimeout: 100 });
}

/** All results of an operation, or the error that ended it. */
export async function collect(
  client: Client,
  query: string,
  variables?: Record<string, unknown>,
): Promise<{ results: unknown[]; error?: unknown }> {
  const results: unknown[] = [];
  try {
    for await (const result of client.iterate({ query, variables: variables ?? null })) results.push(result);
    return { results };
  } catch (error) {
    return { results, error };
  }
}
