import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import type { Subgraph } from '@polyphony/platform/subgraph';
import type { SubgraphDefinition } from '../graph/index.ts';

/** A subgraph of the benchmark as our own subgraphs are, ready to be served or to run in process. */
export function toSubgraph({ name, typeDefs, resolvers }: SubgraphDefinition): Subgraph {
  return {
    name,
    schema: {
      schema: buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]),
      sdl: typeDefs,
    },
    createContext: request => request,
    procedures: {},
    healthChecks: [],
    startWorker: async () => undefined,
    close: async () => undefined,
  };
}
