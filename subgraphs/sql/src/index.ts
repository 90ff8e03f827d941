export { sqlEnvironment, sqlSettings, type SqlSettings } from './environment.ts';
export type { SqlContext } from './context.ts';
export { createSqlSubgraph, type SqlDependencies } from './sql.subgraph.ts';
export { buildSqlSchema } from './schema.ts';
