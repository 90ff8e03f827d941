import type { Supergraph } from '@apollo/federation-internals';
import {
  getDirectiveValues,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
} from 'graphql';

/** Where the length of a list comes from: `@listSize` of the GraphQL cost directive specification. */
export interface ListSize {
  /** Arguments that say how many there will be at most. */
  readonly slicingArguments: readonly string[];
  /** How many there are when no argument says so. */
  readonly assumedSize: number;
  /** The lists below the field that are meant, as `edges` of a connection; empty when it is the field itself. */
  readonly sizedFields: ReadonlySet<string>;
  /** Whether an operation must give exactly one of the arguments. */
  readonly isOneRequired: boolean;
}

/** What single parts of a schema cost, in points. */
export interface CostWeights {
  /** The schema with everything that operations may name. */
  readonly schema: GraphQLSchema;
  /** One value of this field, without what is selected in it. */
  ofField(field: GraphQLField<unknown, unknown>, type: GraphQLNamedType): number;
  ofArgument(field: GraphQLField<unknown, unknown>, name: string): number;
  /** undefined for a field that neither is a list nor has arguments that slice one. */
  listSizeOf(field: GraphQLField<unknown, unknown>): ListSize | undefined;
}

/** How long a list is where nothing tells. */
export const assumedListSize = 10;
/** No number of a schema or a request counts for more, so that sums stay exact. */
export const maxFactor = 1_000_000;

const conventionalArguments = ['first', 'last', 'limit'];
const costSpecification = 'https://specs.apollo.dev/cost';

/** Reads `@cost` and `@listSize` of a supergraph; without them an object is 1, a leaf 0, and `first`, `last`, `limit` slice. */
export function readCostWeights(supergraph: Supergraph): CostWeights {
  const schema = supergraph.schema.toGraphQLJSSchema();
  const feature = supergraph.schema.coreFeatures?.getByIdentity(costSpecification);
  const directiveOf = (name: string) =>
    feature === undefined ? undefined : schema.getDirective(feature.directiveNameInSchema(name));
  const [cost, listSize] = [directiveOf('cost'), directiveOf('listSize')];

  const weightOn = (element: { astNode?: Parameters<typeof getDirectiveValues>[1] | null | undefined }) => {
    if (!cost || !element.astNode) return undefined;
    const weight = getDirectiveValues(cost, element.astNode)?.['weight'];
    return weight === undefined ? undefined : bounded(weight);
  };

  function weightOfType(type: GraphQLNamedType): number {
    if (isAbstractType(type)) return Math.max(1, ...schema.getPossibleTypes(type).map(weightOfType));
    return weightOn(type) ?? (isCompositeType(type) ? 1 : 0);
  }

  const sizes = new Map<GraphQLField<unknown, unknown>, ListSize | undefined>();
  function findListSize(field: GraphQLField<unknown, unknown>): ListSize | undefined {
    const given = listSize && field.astNode ? getDirectiveValues(listSize, field.astNode) : undefined;
    if (given !== undefined) {
      const slicingArguments = (given['slicingArguments'] ?? []) as string[];
      return {
        slicingArguments,
        assumedSize: bounded(given['assumedSize'] ?? assumedListSize),
        sizedFields: new Set((given['sizedFields'] ?? []) as string[]),
        isOneRequired: slicingArguments.length > 0 && given['requireOneSlicingArgument'] !== false,
      };
    }
    const slicingArguments = conventionalArguments.filter(name => field.args.some(argument => argument.name === name));
    const isList = listLevels(field.type) > 0;
    if (!isList && slicingArguments.length === 0) return undefined;
    const sizedFields = new Set(isList ? [] : conventionalLists);
    return { slicingArguments, assumedSize: assumedListSize, sizedFields, isOneRequired: false };
  }

  return {
    schema,
    ofField: (field, type) => weightOn(field) ?? weightOfType(type),
    ofArgument: (field, name) => weightOn(field.args.find(argument => argument.name === name) ?? {}) ?? 0,
    listSizeOf(field) {
      if (!sizes.has(field)) sizes.set(field, findListSize(field));
      return sizes.get(field);
    },
  };
}

/** The lists of a connection or page, as they are usually called. */
const conventionalLists = ['edges', 'nodes', 'items'];

/** How many lists lie in one another. */
export function listLevels(type: GraphQLType): number {
  if (isNonNullType(type)) return listLevels(type.ofType);
  return isListType(type) ? 1 + listLevels(type.ofType) : 0;
}

/** A number that somebody else chose, as one that can be counted with. */
export function bounded(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.min(value, maxFactor) : 0;
}
