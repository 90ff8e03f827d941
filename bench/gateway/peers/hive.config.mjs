// Hive Gateway as its documentation has it on Node: the Rust query planner through the router runtime. PORT, SUPERGRAPH (a file),
// DEDUPLICATE ("on", its default, or "off": whether equal requests to a subgraph that are under way at once are sent once).
import { defineConfig } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

export const gatewayConfig = defineConfig({
  supergraph: process.env.SUPERGRAPH,
  host: '127.0.0.1',
  port: Number(process.env.PORT),
  logging: false,
  unifiedGraphHandler,
  // Answering whole requests from another one under way is off by default, and stays off: we do not do it either.
  inboundInflightRequestDeduplication: false,
  graphiql: false,
  landingPage: false,
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: process.env.DEDUPLICATE !== 'off' } } },
});
