import { maxSupergraphBytes } from './supergraph-source.ts';

export interface FetchSupergraphOptions {
  url: string;
  /** Sent as a bearer token. */
  token?: string | undefined;
  timeoutMs: number;
  signal: AbortSignal;
  /** The tag of what is known already. */
  etag?: string | undefined;
}

export interface FetchedSupergraph {
  readonly supergraphSdl: string;
  readonly etag: string | undefined;
}

/**
 * Gets a supergraph from an address; null when it is still the one with this tag. Redirections are not followed: the token, and the
 * trust in what comes back, are for this address alone. @throws Error saying what is wrong.
 */
export async function fetchSupergraph({
  url,
  token,
  timeoutMs,
  signal,
  etag,
}: FetchSupergraphOptions): Promise<FetchedSupergraph | null> {
  const response = await fetch(url, {
    headers: {
      accept: 'application/graphql, text/plain, */*',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(etag !== undefined && { 'if-none-match': etag }),
    },
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  });
  if (response.status === 200) {
    return { supergraphSdl: await readText(response), etag: response.headers.get('etag') ?? undefined };
  }
  await response.body?.cancel();
  if (response.status === 304 && etag !== undefined) return null;
  const location = response.headers.get('location');
  throw new Error(
    location === null
      ? `It answered with status ${response.status}.`
      : `It redirects to ${location.slice(0, 200)}, which is not followed.`,
  );
}

async function readText({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    // Leaving the loop ends the transfer.
    if (size > maxSupergraphBytes) throw new Error(`The answer is larger than ${maxSupergraphBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
