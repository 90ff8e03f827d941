import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  isObjectType,
  parse,
  responsePathAsArray,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { chance, chooseValue, hash, mayBePromise, type WorldObject } from './choose-value.ts';

const typeDefs = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Moment
  enum Color {
    RED
    GREEN
    BLUE
  }
  input Filter {
    name: String = "any"
    colors: [Color!] = [GREEN]
    limit: Int! = 3
    nested: Filter
  }
  interface Node {
    id: ID!
  }
  interface Named implements Node {
    id: ID!
    name: String
    echo(text: String = "none", filter: Filter): String
  }
  type User implements Node & Named @key(fields: "id") {
    id: ID!
    name: String
    echo(text: String = "none", filter: Filter, extra: Int): String
    born: Moment
    color: Color
    friends(first: Int = 2, filter: Filter): [User]
    best: User
    strict: User!
    favourite: Thing
    strictThing: Thing!
    things: [Thing!]
    strictThings: [Thing!]!
    node: Node
  }
  type Product implements Node @key(fields: "id") {
    id: ID!
    price: Float!
    weight(unit: Color! = RED): Int
    owner: User!
    tags: [[String!]]
    strictTags: [[String!]!]!
    colors: [Color]!
    similar(limit: Int!): [Product]
  }
  type Robot implements Node {
    id: ID!
    serial: String!
    isOn: Boolean
    maker: User
    parts: [Node]
  }
  union Thing = User | Product | Robot
  type Query {
    user(id: ID! = "u"): User
    strictUser: User!
    users(filter: Filter): [User!]
    thing: Thing
    things(first: Int): [Thing]
    node(id: ID!): Node
    named: [Named]
    echo(text: String!, color: Color = BLUE, list: [Int!], filter: Filter = { limit: 7 }): String!
  }
  type Mutation {
    rename(id: ID!, name: String): User
    count: Int
    strictCount: Int!
    touch(filter: Filter): Thing
  }
  type Subscription {
    userChanged(id: ID): User
  }
`;

/** What a resolver can see; part of answers, so that differences show. */
const seen = (source: unknown, values: unknown, info: GraphQLResolveInfo) =>
  JSON.stringify({
    values,
    path: responsePathAsArray(info.path),
    typenames: info.path.typename,
    field: `${info.parentType.name}.${info.fieldName}: ${String(info.returnType)}`,
    nodes: info.fieldNodes.length,
    operation: info.operation.name?.value,
    variables: info.variableValues,
    fragments: Object.keys(info.fragments),
    hasSource: source !== undefined,
    types: info.schema.getQueryType()?.name,
  });

const resolveAnything: GraphQLFieldResolver<WorldObject | undefined, unknown> = (source, values, _context, info) => {
  if (info.fieldName === 'echo') return seen(source, values, info);
  const seed = hash(`${source?.seed ?? 'root'}.${info.fieldName}(${JSON.stringify(values)})`);
  return chooseValue(info.schema, info.returnType, seed, info.fieldName);
};

/**
 * A schema with everything that execution can meet, whose values are made up from where they are: the same place gives the same
 * value, error, promise or nonsense in every execution.
 */
export function createWorld(): GraphQLSchema {
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(typeDefs),
      resolvers: {
        User: { __resolveReference: ({ id }: { id: string }) => ({ __typename: 'User', seed: `u${id}` }) },
        Product: {
          __resolveReference: async ({ id }: { id: string }) => {
            if (id === '13') throw new Error('No such product.');
            return id === '0' ? null : { __typename: 'Product', seed: `p${id}` };
          },
        },
        Thing: {
          // Synchronous here, a promise there, as TypeGraphQL makes them.
          __resolveType: ({ __typename, seed }: WorldObject) => {
            if (chance(seed, 'failing type') < 0.03) throw new Error(`No type for ${seed}.`);
            const name = chance(seed, 'wrong type') < 0.03 ? 'Color' : __typename;
            return mayBePromise() && chance(seed, 'late type') < 0.5 ? Promise.resolve(name) : name;
          },
        },
        Robot: {
          __isTypeOf: ({ __typename, seed }: WorldObject) => {
            const isRobot = __typename === 'Robot' && chance(seed, 'no robot') > 0.03;
            return mayBePromise() && chance(seed, 'late robot') < 0.5 ? Promise.resolve(isRobot) : isRobot;
          },
        },
      } as never,
    },
  ]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      // The others are properties, methods and getters of the objects themselves.
      const isRoot = ['Query', 'Mutation'].includes(type.name);
      const hasResolver = field.resolve !== undefined || isRoot || field.name === 'echo';
      if (hasResolver || hash(`${type.name}.${field.name}`) % 2 === 0) {
        field.resolve ??= (source: WorldObject | undefined, values, context, info) =>
          resolveAnything(source ?? { __typename: 'Query', seed: 'root' }, values, context, info);
      }
    }
  }
  return schema;
}
