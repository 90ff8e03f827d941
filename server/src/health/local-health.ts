import { checkHealth } from '@polyphony/platform/health';
import type { Subgraph } from '@polyphony/platform/subgraph';
import type { ServiceReport } from '../parts/index.ts';

/** Runs the checks of subgraphs in this process. `subgraphs` may still be filled after this call. */
export function localHealth(
  subgraphs: ReadonlyMap<string, Pick<Subgraph, 'healthChecks'>>,
): () => Promise<ServiceReport[]> {
  return () =>
    Promise.all(
      [...subgraphs].map(async ([service, { healthChecks }]) => {
        const broken = (await checkHealth(healthChecks)).filter(({ healthy }) => !healthy);
        const detail = broken.map(({ name, detail: reason }) => `${name}: ${reason}`).join('; ');
        return { service, healthy: broken.length === 0, detail: detail === '' ? null : detail };
      }),
    );
}
