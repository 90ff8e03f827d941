import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Report, type IReport } from '@apollo/usage-reporting-protobuf';

export interface ReportDestination {
  readonly endpoint: string;
  readonly apiKey: string;
}

/**
 * Sends a report, trying again where the other side or the network failed.
 * @throws Error when it could not be sent, without the key.
 */
export async function sendReport(
  report: IReport,
  { endpoint, apiKey }: ReportDestination,
  { attempts, timeoutMs, signal }: { attempts: number; timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  const body = await promisify(gzip)(Report.encode(report).finish());
  for (let attempt = 1; ; attempt += 1) {
    const { problem, isPassing } = await post(body);
    if (problem === undefined) return;
    if (!isPassing || attempt >= attempts || signal.aborted) throw new Error(problem);
    await sleep(100 * 2 ** attempt, undefined, { signal, ref: false }).catch(() => undefined);
  }

  async function post(bytes: Uint8Array<ArrayBuffer>): Promise<{ problem?: string; isPassing: boolean }> {
    try {
      const response = await fetch(`${endpoint.replace(/\/$/, '')}/api/ingress/traces`, {
        method: 'POST',
        headers: {
          'user-agent': 'polyphony-gateway',
          'x-api-key': apiKey,
          'content-encoding': 'gzip',
          'content-type': 'application/protobuf',
          accept: 'application/json',
        },
        body: bytes,
        // The key is for this address alone.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (response.ok) return { isPassing: true };
      return { problem: `It answered with status ${response.status}.`, isPassing: response.status >= 500 };
    } catch (error) {
      const { message, cause } = error as Error;
      return { problem: cause instanceof Error ? `${message}: ${cause.message}` : message, isPassing: true };
    }
  }
}
