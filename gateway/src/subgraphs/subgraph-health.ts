import { createRequestContext } from '@polyphony/platform/context';
import type { HealthCheck } from '@polyphony/platform/health';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';

/** A subgraph that can say more about its health than whether it executes. */
export type CheckedSubgraph = ExecutableSubgraph & { readonly healthCheck?: HealthCheck };

/** Whether a subgraph answers: its own check where it has one, the simplest query otherwise. */
export function subgraphHealthCheck(subgraph: CheckedSubgraph): HealthCheck {
  return (
    subgraph.healthCheck ?? {
      name: `subgraph ${subgraph.name}`,
      async check(signal) {
        const { errors } = await subgraph.execute({ query: '{ __typename }' }, createRequestContext({ signal }));
        if (errors !== undefined) throw new Error(errors[0]?.message ?? 'It answers with errors.');
      },
    }
  );
}
