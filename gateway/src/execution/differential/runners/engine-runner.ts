import { createRequestContext } from '@polyphony/platform/context';
import { createGraphExecution } from '../../graph-execution.ts';
import type { GatewayMetrics } from '../../../metrics/index.ts';
import { readResult } from '../../graph-result.ts';
import type { PreparedOperation } from '../../prepared-operation.ts';
import { createMadeUpSubgraphs, type Runs } from '../subgraphs/made-up-subgraph.ts';
import type { Run } from '../subgraphs/run.ts';
import type { World } from '../world/world.ts';
import type { ComparedOperation } from './compared-operation.ts';
import type { Outcome } from './outcome.ts';

/** An operation that is ready to be run. It does not depend on how the subgraphs are reached. */
export type PlannedOperation = Pick<PreparedOperation, 'queryPlan'>;

/** Runs operations with the gateway's own execution. */
export interface EngineRunner {
  /** @throws RequestRejectedError. */
  prepare(operation: ComparedOperation): PlannedOperation;
  run(operation: ComparedOperation, prepared: PlannedOperation, run: Run): Promise<Outcome>;
}

/** `answers` says how the subgraphs are reached. */
export function createEngineRunner(world: World, answers: 'values' | 'text', metrics: GatewayMetrics): EngineRunner {
  const runs: Runs = new Map();
  const execution = createGraphExecution({
    supergraphSdl: world.supergraphSdl,
    subgraphs: createMadeUpSubgraphs({ world, runs, answers }),
    limits: { check: () => undefined, costOf: () => () => 0 },
    metrics,
    eventTimeoutMs: 10_000,
  });
  return {
    prepare: ({ query, operationName }) => execution.prepare({ query, operationName }),
    async run({ variables }, prepared, run) {
      const context = createRequestContext();
      runs.set(context.requestId, run);
      try {
        const { data, errors } = readResult(await execution.execute(prepared as PreparedOperation, variables, context));
        return { data, errors: errors ?? [], fetches: run.fetches };
      } finally {
        runs.delete(context.requestId);
      }
    },
  };
}
