import { parse, validate, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { Random } from '../random.ts';
import type { ComparedOperation } from '../runners/compared-operation.ts';
import { SelectionGenerator } from './selection.generator.ts';
import { VariableDefinitions } from './variable-definitions.ts';

const introspections = [
  '__schema { queryType { name } }',
  'meta: __schema { types { kind name } directives { name } }',
  '__type(name: "Query") { name fields { name args { name defaultValue } type { name kind ofType { name } } } }',
  'nothing: __type(name: "Nothing") { name }',
];

/** A valid operation on a schema: the same for the same seed. */
export function generateOperation(schema: GraphQLSchema, seed: number): ComparedOperation {
  const random = new Random(seed);
  for (let attempt = 0; attempt < 100; attempt++) {
    const operation = attemptOperation(schema, random);
    // What names and fragments come to together is left to validation.
    if (validate(schema, parse(operation.query)).length === 0) return operation;
  }
  throw new Error(`No valid operation came of seed ${seed}.`);
}

function attemptOperation(schema: GraphQLSchema, random: Random): ComparedOperation {
  const mutationType = schema.getMutationType();
  const isMutation = mutationType !== undefined && mutationType !== null && random.chance(0.6);
  const root = (isMutation ? mutationType : schema.getQueryType()) as GraphQLObjectType;
  const kind = isMutation ? 'mutation' : 'query';
  const variables = new VariableDefinitions(random);
  const selections = new SelectionGenerator(schema, random, variables, random.pick([4, 8, 12, 20, 30]));
  let body = selections.selectionSet(root, new Map(), random.pick([2, 3, 3, 4, 5]), true);
  if (!isMutation && random.chance(0.03)) body = `{ ${random.pick(introspections)} ${body.slice(1)}`;
  const several = random.chance(0.06);
  const name = several || random.chance(0.3) ? 'Compared' : '';
  const header = `${kind} ${name}${variables.toString()}`.trim();
  const definitions = [
    header === 'query' && random.chance(0.7) ? body : `${header} ${body}`,
    ...[...selections.fragments].map(([fragment, { on, text }]) => `fragment ${fragment} on ${on} ${text}`),
  ];
  if (several) definitions.push('query Another { __typename }');
  return {
    query: random.shuffle(definitions).join('\n'),
    operationName: several ? name : null,
    variables: variables.values,
  };
}
