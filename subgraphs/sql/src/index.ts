// Decorators of entities and graph types need it before their modules load.
import 'reflect-metadata';
export { sqlEnvironment, sqlSettings, type SqlSettings } from './environment.ts';
export type { SqlContext } from './context.ts';
export { createSqlSubgraph, type SqlDependencies } from './sql.subgraph.ts';
export { buildSqlSchema } from './schema.ts';
