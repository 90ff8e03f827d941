import { Pool } from 'undici';
import type { FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import { requestIdHeader } from '@polyphony/platform/http';
import { identityHeader } from '@polyphony/platform/identity';
import type { SubgraphRequest } from '@polyphony/platform/subgraph';
import { abortError, createDeadline } from '../deadlines/index.ts';
import { readRemoteResult } from './remote-result.ts';

/** Sends operations to one subgraph over HTTP. */
export interface RemoteFetcher {
  /** @throws DownstreamServiceError when it cannot be reached or answers nonsense, GatewayTimeoutError, or what the signal carries. */
  fetch(request: SubgraphRequest, token: string, context: RequestContext): Promise<FormattedExecutionResult>;
  /** `GET /readyz`. @throws Error saying what is wrong. */
  checkReady(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Largest answer of a subgraph, in bytes. */
const maxAnswer = 64 * 1024 * 1024;

export function createRemoteFetcher({
  name,
  url,
  timeoutMs,
}: {
  name: string;
  url: string;
  timeoutMs: number;
}): RemoteFetcher {
  const pool = new Pool(url, {
    connections: 64,
    connectTimeout: Math.min(timeoutMs, 5000),
    // Every request carries a deadline of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: maxAnswer,
  });

  return {
    async fetch({ query, variables, operationName }, token, context) {
      const deadline = createDeadline(context.signal, timeoutMs);
      try {
        const { statusCode, body } = await pool.request({
          method: 'POST',
          path: '/graphql',
          headers: {
            'content-type': 'application/json',
            [identityHeader]: token,
            [requestIdHeader]: context.requestId,
          },
          body: JSON.stringify({ query, variables, operationName }),
          signal: deadline.signal,
        });
        const answer: unknown = await body.json();
        if (statusCode !== 200) throw new Error(`It answered with status ${statusCode}: ${summary(answer)}`);
        return readRemoteResult(answer);
      } catch (error) {
        throw deadline.signal.aborted ? abortError(deadline.signal) : new DownstreamServiceError(name, error);
      } finally {
        deadline.clear();
      }
    },
    async checkReady(signal) {
      const { statusCode, body } = await pool.request({ method: 'GET', path: '/readyz', signal });
      const report = (await body.json()) as { checks?: { name: string; healthy: boolean; detail: string | null }[] };
      if (statusCode === 200) return;
      const failed = (report.checks ?? []).filter(check => !check.healthy);
      throw new Error(failed.map(check => `${check.name}: ${check.detail}`).join('; ') || 'It is not ready.');
    },
    close: () => pool.close(),
  };
}

function summary(answer: unknown): string {
  return (JSON.stringify(answer) ?? '').slice(0, 200);
}
