import 'reflect-metadata';
import { buildSubgraphSchema as buildApolloSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { createPubSub } from '@graphql-yoga/subscription';
import { parse, type GraphQLSchema } from 'graphql';
import { buildSchema, createResolversMap, type BuildSchemaOptions } from 'type-graphql';
import { DateTimeScalar } from '../graphql/index.ts';
import { readDefaultsAgain } from './argument-defaults.ts';
import { readPlainFieldsAsProperties } from './plain-fields.ts';

/** Answers `__resolveReference` of one entity type; must go through a DataLoader, so that `_entities` batches. */
export type ReferenceResolver<Context> = (reference: never, context: Context) => unknown;

export interface SubgraphSchemaOptions<Context> {
  resolvers: BuildSchemaOptions['resolvers'];
  /** Types that only unions, interfaces or other subgraphs reach. */
  orphanedTypes?: BuildSchemaOptions['orphanedTypes'];
  references?: Record<string, ReferenceResolver<Context>>;
}

export interface SubgraphSchema {
  schema: GraphQLSchema;
  /** What composition reads. */
  sdl: string;
}

const federationLink = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject", "@tag", "@cost", "@listSize"]
)\n`;

/** Turns TypeGraphQL resolver classes into a federation 2 subgraph schema. */
export async function buildSubgraphSchema<Context>({
  resolvers,
  orphanedTypes = [],
  references = {},
}: SubgraphSchemaOptions<Context>): Promise<SubgraphSchema> {
  readPlainFieldsAsProperties();
  const schema = await buildSchema({
    resolvers,
    orphanedTypes,
    // Our events come from the event bus; TypeGraphQL only insists that some pub/sub is given.
    pubSub: createPubSub(),
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    validate: false,
    // A subgraph alone is not a valid schema yet: stubs and federation directives are completed below.
    skipCheck: true,
  });
  const sdl = federationLink + printSubgraphSchema(schema);
  const resolverMap = createResolversMap(schema) as Record<string, object>;
  for (const [type, reference] of Object.entries(references)) {
    resolverMap[type] = { ...resolverMap[type], __resolveReference: reference };
  }
  const federated = buildApolloSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolverMap as never }]);
  readDefaultsAgain(federated);
  return { schema: federated, sdl };
}
