import { Kind, parse, valueFromASTUntyped, type ConstDirectiveNode } from 'graphql';

/** A subgraph as the supergraph names it. */
export interface NamedSubgraph {
  readonly name: string;
  /** Where it is; `in-process://` and the name when the supergraph was composed without addresses. */
  readonly url: string;
}

/** The subgraphs that a supergraph was composed of, by its `join__Graph`. @throws Error when it is no supergraph. */
export function namedSubgraphs(supergraphSdl: string): NamedSubgraph[] {
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    return (definition.values ?? []).flatMap(({ directives }) => {
      const graph = directives?.find(({ name }) => name.value === 'join__graph');
      return graph === undefined ? [] : [{ name: argument(graph, 'name'), url: argument(graph, 'url') }];
    });
  }
  throw new Error('This is no supergraph: it does not say which subgraphs it consists of (enum join__Graph).');
}

function argument({ arguments: given = [] }: ConstDirectiveNode, name: string): string {
  const found = given.find(candidate => candidate.name.value === name);
  return found === undefined ? '' : String(valueFromASTUntyped(found.value));
}
