/**
 * One subgraph of a benchmark: text and plain functions, so that every contestant builds it with its own copy of graphql-js, which
 * refuses another's schema objects.
 */
export interface SubgraphDefinition {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
