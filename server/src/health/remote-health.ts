import type { ServiceReport } from '../parts/index.ts';

/** Asks services in other processes whether they are ready. Never throws. */
export function remoteHealth(
  addresses: Readonly<Record<string, string>>,
  timeoutMs = 3000,
): () => Promise<ServiceReport[]> {
  const ask = async ([service, address]: [string, string]): Promise<ServiceReport> => {
    try {
      const response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(timeoutMs) });
      const detail = response.ok ? null : (await response.text()).slice(0, 500);
      return { service, healthy: response.ok, detail };
    } catch (error) {
      return { service, healthy: false, detail: error instanceof Error ? error.message : String(error) };
    }
  };
  return () => Promise.all(Object.entries(addresses).map(ask));
}
