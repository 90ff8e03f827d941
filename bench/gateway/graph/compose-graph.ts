import { composeSupergraph } from '@polyphony/gateway/composition';
import type { SubgraphDefinition } from './subgraph-definition.ts';

/** A supergraph in which every subgraph has the address that it really has, as the peers need it. */
export function composeGraph(
  definitions: readonly SubgraphDefinition[],
  addresses: Readonly<Record<string, string>> = {},
): string {
  const supergraph = composeSupergraph(definitions.map(({ name, typeDefs }) => ({ name, sdl: typeDefs })));
  return Object.entries(addresses).reduce(
    (text, [name, address]) => text.replace(`"in-process://${name}"`, `"${address}/graphql"`),
    supergraph,
  );
}
