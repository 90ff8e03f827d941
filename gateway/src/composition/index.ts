export { CompositionError, composeSupergraph, subgraphUrl, type SubgraphDefinition } from './compose-supergraph.ts';
export { printApiSchema } from './print-api-schema.ts';
