import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** One subgraph as composition reads it. */
export interface SubgraphDefinition {
  name: string;
  sdl: string;
}

/** The subgraphs do not fit together; the message lists every problem. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';

  constructor(readonly problems: readonly string[]) {
    super(`The subgraphs do not compose:\n${problems.map(problem => `  - ${problem}`).join('\n')}`);
  }
}

/** The address that a subgraph has in the supergraph: how it is really reached is decided when the gateway starts. */
export const subgraphUrl = (name: string) => `in-process://${name}`;

/**
 * Composes subgraphs into a supergraph. The order of the subgraphs does not change the result.
 * @throws CompositionError with all problems, syntax errors of a subgraph's SDL included.
 */
export function composeSupergraph(subgraphs: readonly SubgraphDefinition[]): string {
  const sorted = subgraphs.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const problems: string[] = [];
  const services = sorted.flatMap(({ name, sdl }) => {
    try {
      return [{ name, url: subgraphUrl(name), typeDefs: parse(sdl) }];
    } catch (error) {
      problems.push(`[${name}] ${(error as Error).message}`);
      return [];
    }
  });
  if (problems.length > 0) throw new CompositionError(problems);
  const result = composeServices(services);
  if (result.errors !== undefined) {
    throw new CompositionError(
      result.errors.map(({ message, extensions }) => `${String(extensions['code'] ?? 'ERROR')}: ${message}`),
    );
  }
  return result.supergraphSdl;
}
