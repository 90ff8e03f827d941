import { Pool } from 'undici';
import { requestIdHeader } from '@polyphony/platform/http';
import { identityHeader } from '@polyphony/platform/identity';
import { traceParentHeader } from '@polyphony/platform/tracing';
import { AnswerHandler } from './answer.handler.ts';

/** What a fetch tells beside its body. */
export interface FetchHeaders {
  /** For whom it is; signed. */
  token: string;
  requestId: string;
  /** The step of a trace that it is, where it is traced. */
  traceParent?: string | undefined;
}

/** The connections to one subgraph. */
export interface RemoteConnection {
  /**
   * Sends one request and gives the text of the answer, both UTF-8 held as latin1. Tries once. @throws FetchFailure, or what the
   * signal was aborted with.
   */
  send(body: string, headers: FetchHeaders, signal: AbortSignal): Promise<string>;
  /** `GET /readyz`. @throws Error saying what is wrong. */
  checkReady(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Largest answer of a subgraph, in bytes. */
const defaultMaxAnswer = 64 * 1024 * 1024;

export interface RemoteConnectionOptions {
  /** Base address. */
  url: string;
  connections: number;
  connectTimeoutMs?: number;
  maxAnswer?: number;
}

export function createRemoteConnection({
  url,
  connections,
  connectTimeoutMs = 5000,
  maxAnswer = defaultMaxAnswer,
}: RemoteConnectionOptions): RemoteConnection {
  const pool = new Pool(url, {
    connections,
    connectTimeout: connectTimeoutMs,
    // Every request carries a deadline of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: maxAnswer,
  });

  return {
    send: (body, { token, requestId, traceParent }, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        // Nothing is said of encodings, so the answer comes as it is: between our own processes, inflating costs more than reading.
        pool.dispatch(
          {
            method: 'POST',
            path: '/graphql',
            headers: [
              'content-type',
              'application/json',
              'accept',
              'application/json',
              identityHeader,
              token,
              requestIdHeader,
              requestId,
              ...(traceParent === undefined ? [] : [traceParentHeader, traceParent]),
            ],
            body: Buffer.from(body, 'latin1'),
          },
          new AnswerHandler(resolve, reject, signal),
        );
      }),
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
