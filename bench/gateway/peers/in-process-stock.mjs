// Apollo's gateway on data sources in its own process: executor, subgraphs and HTTP, all of it Apollo's. PORT, SUPERGRAPH (a file).
import { readFileSync } from 'node:fs';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { subgraphDefinitions } from '../graph/index.ts';
import { serveApollo } from './serve-apollo.mjs';

const schemas = new Map(
  subgraphDefinitions.map(({ name, typeDefs, resolvers }) => [
    name,
    buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers }]),
  ]),
);
const silent = () => undefined;
await serveApollo(
  new ApolloGateway({
    supergraphSdl: readFileSync(process.env.SUPERGRAPH, 'utf8'),
    buildService: ({ name }) => new LocalGraphQLDataSource(schemas.get(name)),
    logger: { debug: silent, info: silent, warn: silent, error: console.error },
  }),
);
