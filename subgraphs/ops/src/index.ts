// Decorators of entities and graph types need it before their modules load.
import 'reflect-metadata';
export { opsEnvironment, opsSettings, type OpsSettings } from './environment.ts';
export type { OpsContext } from './context.ts';
export { createOpsSubgraph, type OpsDependencies } from './ops.subgraph.ts';
export type { ServiceHealthReport } from './health/service-health.service.ts';
export { buildOpsSchema } from './schema.ts';
