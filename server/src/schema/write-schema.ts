// Writes schema/<subgraph>.graphql, schema/supergraph.graphql (what the gateway plans with) and schema/api.graphql (what clients see).
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeSupergraph, printApiSchema } from '@polyphony/gateway/composition';
import { loadPart, subgraphNames } from '../parts/index.ts';

const folder = path.resolve(import.meta.dirname, '../../../schema');

const subgraphs = await Promise.all(
  subgraphNames.map(async name => ({ name, sdl: (await (await loadPart(name)).buildSchema()).sdl })),
);
const supergraphSdl = composeSupergraph(subgraphs);
await Promise.all([
  ...subgraphs.map(({ name, sdl }) => writeFile(path.join(folder, `${name}.graphql`), `${sdl.trim()}\n`)),
  writeFile(path.join(folder, 'supergraph.graphql'), `${supergraphSdl.trim()}\n`),
  writeFile(path.join(folder, 'api.graphql'), `${printApiSchema(supergraphSdl).trim()}\n`),
]);
console.log(`Composed ${subgraphs.map(({ name }) => name).join(', ')} into schema/supergraph.graphql.`);
