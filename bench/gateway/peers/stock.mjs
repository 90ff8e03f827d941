// Apollo's gateway behind Apollo Server on fastify, the cheapest of its HTTP integrations. PORT, SUPERGRAPH (a file).
import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { serveApollo } from './serve-apollo.mjs';

const supergraphSdl = readFileSync(process.env.SUPERGRAPH, 'utf8');
await serveApollo(new ApolloGateway({ supergraphSdl, logger: silent() }));

function silent() {
  const say = () => undefined;
  return { debug: say, info: say, warn: say, error: console.error };
}
