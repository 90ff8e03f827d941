import { buildSubgraphSchema, type SubgraphSchema } from '@polyphony/platform/subgraph';
import type { OpsContext } from './context.ts';
import { ServiceHealthResolver } from './health/service-health.resolver.ts';
import { SystemLogResolver } from './logs/system-log.resolver.ts';
import { UsageResolver } from './usage/usage.resolver.ts';

/** The part of the graph that this subgraph answers. Needs no engines, so that composition can read it. */
export function buildOpsSchema(): Promise<SubgraphSchema> {
  return buildSubgraphSchema<OpsContext>({ resolvers: [UsageResolver, SystemLogResolver, ServiceHealthResolver] });
}
