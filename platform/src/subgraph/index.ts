export {
  buildSubgraphSchema,
  type ReferenceResolver,
  type SubgraphSchema,
  type SubgraphSchemaOptions,
} from './build-subgraph-schema.ts';
export {
  createExecutableSubgraph,
  type ExecutableSubgraph,
  type SubgraphRequest,
  type SubgraphTextRequest,
} from './executable.ts';
export { serveSubgraph, type ServedSubgraph, type ServeSubgraphOptions } from './serve-subgraph.ts';
export type { Subgraph } from './subgraph.ts';
export { traceSubgraph, type SubgraphSpans } from './trace-subgraph.ts';
