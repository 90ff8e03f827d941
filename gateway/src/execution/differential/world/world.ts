import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  valueFromASTUntyped,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { composeSupergraph } from '../../../composition/index.ts';
import { canonicalJson } from '../canonical-json.ts';
import { Random } from '../random.ts';
import { readFederationFacts, type FederationFacts } from './federation-facts.ts';
import { projectFieldSet, readFieldSet } from './field-set-reader.ts';
import type { Instance } from './instance.ts';
import { keyValue, scalarValue } from './leaf-values.ts';
import { shapeOf, stricterShape, type Shape } from './shape.ts';
import { federationLink, type WorldDefinition } from './world-definition.ts';

/** Entities of each type. Few, so that the same one is met often. */
const poolSize = 4;

export interface WorldSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly schema: GraphQLSchema;
  readonly facts: FederationFacts;
}

interface FieldFacts {
  readonly shape: Shape;
  /** Object types that the value may have in every subgraph that answers the field. */
  readonly possibleTypes: readonly string[];
}

/**
 * A composed supergraph and its data. Any field of any object is a function of the object's seed, the field and its arguments, so
 * that subgraphs agree without knowing of each other, and the whole graph can be asked as if it were one schema.
 */
export class World {
  readonly name: string;
  readonly beyondStock: boolean;
  readonly subgraphs: readonly WorldSubgraph[];
  readonly supergraphSdl: string;
  readonly supergraph: Supergraph;
  readonly apiSchema: GraphQLSchema;
  /** Everything, also what clients do not see. */
  private readonly wholeSchema: GraphQLSchema;
  private readonly fieldFacts = new Map<string, FieldFacts>();
  private readonly entityIndexes = new Map<SelectionSetNode, Map<string, Map<string, Instance>>>();
  private readonly keyLeaves = new Map<string, Set<string>>();
  private readonly requiredObjects: ReadonlySet<string>;

  constructor({ name, subgraphs, beyondStock = false }: WorldDefinition) {
    this.name = name;
    this.beyondStock = beyondStock;
    this.subgraphs = subgraphs.map(subgraph => {
      const sdl = federationLink + subgraph.sdl;
      return {
        name: subgraph.name,
        sdl,
        schema: buildSubgraphSchema([{ typeDefs: parse(sdl) }]),
        facts: readFederationFacts(sdl),
      };
    });
    this.supergraphSdl = composeSupergraph(this.subgraphs);
    this.supergraph = Supergraph.build(this.supergraphSdl, {
      supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    });
    this.apiSchema = this.supergraph.apiSchema().toGraphQLJSSchema();
    this.wholeSchema = this.supergraph.schema.toGraphQLJSSchema();
    this.findKeyLeaves();
    this.requiredObjects = new Set(
      this.subgraphs.flatMap(({ facts }) =>
        [...facts.requires.values(), ...[...facts.keys.values()].flat()].flatMap(objectsIn),
      ),
    );
  }

  /** The value of a field: leaf values, instances, null, or lists of them. `required` is what `@requires` was given. */
  value(instance: Instance, field: string, args: Readonly<Record<string, unknown>> = {}, required = ''): unknown {
    const { shape, possibleTypes } = this.factsOf(instance.type, field);
    const index = entityIndex(instance);
    if (index !== undefined && this.keyLeaves.get(instance.type)?.has(field) === true) {
      return keyValue(instance.type, field, shape.name, index);
    }
    const seed = `${instance.seed}.${field}${Object.keys(args).length > 0 ? canonicalJson(args) : ''}${required}`;
    return this.build(shape, possibleTypes, seed);
  }

  /** What `@requires` of a field comes to on the whole graph. */
  required(instance: Instance, fields: SelectionSetNode): string {
    return canonicalJson(this.read(instance, fields));
  }

  /** The field set that a field requires in the subgraph that resolves it. */
  requirementOf(type: string, field: string): SelectionSetNode | undefined {
    const whole = this.wholeSchema.getType(type);
    const names = [type, ...(isObjectType(whole) ? whole.getInterfaces().map(({ name }) => name) : [])];
    for (const { facts } of this.subgraphs) {
      for (const name of names) {
        const fields = facts.requires.get(`${name}.${field}`);
        if (fields !== undefined) return fields;
      }
    }
    return undefined;
  }

  /** What the gateway has to fill in for a field from objects further up. */
  contextArguments(instance: Instance, field: string): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const { facts } of this.subgraphs) {
      for (const { name, context, fields } of facts.contextArguments.get(`${instance.type}.${field}`) ?? []) {
        let holder = instance.parent;
        while (holder !== undefined && facts.contexts.get(holder.type)?.includes(context) !== true)
          holder = holder.parent;
        if (holder === undefined)
          throw new Error(`Nothing above ${instance.seed}.${field} has the context ${context}.`);
        [result[name]] = Object.values(this.read(holder, fields));
      }
    }
    return result;
  }

  /** Whether a field of this name leads to others in some `@requires` or `@key`. */
  isRequired(field: string): boolean {
    return this.requiredObjects.has(field);
  }

  /** The entity that a representation names in one subgraph; undefined when there is none. */
  find(subgraph: WorldSubgraph, representation: Readonly<Record<string, unknown>>): Instance | undefined {
    const type = String(representation['__typename']);
    for (const key of subgraph.facts.keys.get(type) ?? []) {
      const projected = projectFieldSet(representation, key, (one, other) => this.isSubtype(one, other));
      if (projected === undefined) continue;
      const found = this.indexOf(type, key).get(canonicalJson(projected));
      return found === undefined ? undefined : { ...found, representation };
    }
    return undefined;
  }

  isSubtype(type: string, condition: string): boolean {
    if (type === condition) return true;
    const abstract = this.wholeSchema.getType(condition);
    const concrete = this.wholeSchema.getType(type);
    return isAbstractType(abstract) && isObjectType(concrete) && this.wholeSchema.isSubType(abstract, concrete);
  }

  /** A required field may itself require others. */
  private read(instance: Instance, fields: SelectionSetNode): Record<string, unknown> {
    return readFieldSet(
      instance,
      fields,
      (object, field) => {
        const name = field.name.value;
        const requirement = this.requirementOf(object.type, name);
        const args = (field.arguments ?? []).map(argument => [
          argument.name.value,
          valueFromASTUntyped(argument.value),
        ]);
        return this.value(
          object,
          name,
          Object.fromEntries(args) as Record<string, unknown>,
          requirement === undefined ? '' : this.required(object, requirement),
        );
      },
      (type, condition) => this.isSubtype(type, condition),
    );
  }

  private build(shape: Shape, possibleTypes: readonly string[], seed: string): unknown {
    const random = new Random(seed);
    if (shape.nullable && random.chance(0.12)) return null;
    if (shape.of !== null) {
      const inner = shape.of;
      const length = random.pick([0, 1, 2, 2, 3]);
      return Array.from({ length }, (_element, index) => this.build(inner, possibleTypes, `${seed}[${index}]`));
    }
    const named = this.wholeSchema.getType(shape.name);
    if (isEnumType(named)) return random.pick(named.getValues().map(({ name }) => name));
    if (possibleTypes.length === 0) return scalarValue(shape.name, random);
    const type = random.pick(possibleTypes);
    return this.keyLeaves.has(type) ? entity(type, random.integer(poolSize)) : { type, seed };
  }

  private factsOf(type: string, field: string): FieldFacts {
    const key = `${type}.${field}`;
    let facts = this.fieldFacts.get(key);
    if (facts === undefined) {
      facts = this.findFacts(type, field);
      this.fieldFacts.set(key, facts);
    }
    return facts;
  }

  private findFacts(type: string, field: string): FieldFacts {
    const whole = this.wholeSchema.getType(type);
    const interfaces = isObjectType(whole) ? whole.getInterfaces().map(({ name }) => name) : [];
    const definitions: { schema: GraphQLSchema; definition: GraphQLField<unknown, unknown> }[] = [];
    for (const { schema } of this.subgraphs) {
      const definition = [type, ...interfaces]
        .map(name => schema.getType(name))
        // An interface's fields are those of its types, except where one object stands for them all.
        .find(candidate => isObjectType(candidate) && field in candidate.getFields());
      if (isObjectType(definition)) definitions.push({ schema, definition: definition.getFields()[field]! });
    }
    if (definitions.length === 0) throw new Error(`No subgraph of ${this.name} has ${type}.${field}.`);
    const shape = definitions.map(({ definition }) => shapeOf(definition.type)).reduce(stricterShape);
    const all = this.concreteTypes(shape.name);
    const possibleTypes = definitions.reduce((types, { schema, definition }) => {
      const named = getNamedType(definition.type);
      if (!isAbstractType(named)) return types;
      const here = new Set(schema.getPossibleTypes(named).map(({ name }) => name));
      return types.filter(name => here.has(name));
    }, all);
    return { shape, possibleTypes };
  }

  /** Object types of the whole graph that a composite type may be; none for a leaf. */
  private concreteTypes(name: string): readonly string[] {
    const type = this.wholeSchema.getType(name);
    if (isObjectType(type)) return [name];
    if (!isInterfaceType(type) && !isUnionType(type)) return [];
    return this.wholeSchema
      .getPossibleTypes(type)
      .map(possible => possible.name)
      .toSorted();
  }

  private findKeyLeaves(): void {
    for (const { facts } of this.subgraphs) {
      for (const [name, keys] of facts.keys) {
        for (const type of this.concreteTypes(name)) {
          const leaves = this.keyLeaves.get(type) ?? new Set();
          this.keyLeaves.set(type, leaves);
          for (const { selections } of keys) {
            for (const selection of selections) {
              if (selection.kind === Kind.FIELD && selection.selectionSet === undefined)
                leaves.add(selection.name.value);
            }
          }
        }
      }
    }
  }

  private indexOf(type: string, key: SelectionSetNode): Map<string, Instance> {
    const byType = this.entityIndexes.get(key) ?? new Map<string, Map<string, Instance>>();
    this.entityIndexes.set(key, byType);
    let index = byType.get(type);
    if (index === undefined) {
      index = new Map();
      byType.set(type, index);
      for (const concrete of this.concreteTypes(type)) {
        for (let number = 0; number < poolSize; number++) {
          const instance = entity(concrete, number);
          index.set(this.required(instance, key), instance);
        }
      }
    }
    return index;
  }
}

/** Names of the fields in a field set that have selections of their own. */
function objectsIn({ selections }: SelectionSetNode): string[] {
  return selections.flatMap(selection => {
    if (!('selectionSet' in selection) || selection.selectionSet === undefined) return [];
    return [...(selection.kind === Kind.FIELD ? [selection.name.value] : []), ...objectsIn(selection.selectionSet)];
  });
}

const entity = (type: string, index: number): Instance => ({ type, seed: `${type}:${index}` });

function entityIndex({ type, seed }: Instance): number | undefined {
  return seed.startsWith(`${type}:`) ? Number(seed.slice(type.length + 1)) : undefined;
}
