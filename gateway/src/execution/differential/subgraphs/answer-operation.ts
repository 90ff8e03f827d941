import {
  getArgumentValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import type { FieldFault } from '../faults/faults.ts';
import { wrongLeaf, wrongList, wrongObject } from '../faults/wrong-values.ts';
import { canonicalJson } from '../canonical-json.ts';
import { hashText, Random } from '../random.ts';
import { isInstance, type Instance } from '../world/instance.ts';
import { projectFieldSet } from '../world/field-set-reader.ts';
import type { World, WorldSubgraph } from '../world/world.ts';
import type { Run } from './run.ts';

type Path = (string | number)[];

/** A null that reached a place where the schema allows none. */
class NullBubble extends Error {}

/** What a subgraph answers before anything is done to the answer as a whole. */
export interface SubgraphAnswer {
  data: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
}

const missing = Symbol('missing');

/**
 * Executes an operation of a subgraph on the made-up data, as GraphQL says, except where the run's faults say otherwise. An executor
 * of its own, because graphql-js cannot be made to answer what the schema forbids.
 */
export class OperationAnswer {
  private readonly errors: GraphQLFormattedError[] = [];
  private readonly fragments: Record<string, FragmentDefinitionNode> = {};
  private variables: Record<string, unknown> = {};

  constructor(
    private readonly world: World,
    private readonly subgraph: WorldSubgraph,
    private readonly run: Run,
  ) {}

  execute(document: DocumentNode, variables: Record<string, unknown>, operationName?: string | null): SubgraphAnswer {
    const { schema } = this.subgraph;
    const operation = getOperationAST(document, operationName);
    if (operation === null || operation === undefined) throw new Error('The fetch names no operation.');
    const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    if (coerced.errors !== undefined) {
      const errors = coerced.errors.map(({ message }) => ({ message, extensions: { code: 'BAD_USER_INPUT' } }));
      return { data: null, errors };
    }
    this.variables = coerced.coerced;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments[definition.name.value] = definition;
    }
    const root = schema.getRootType(operation.operation)!;
    const fields = collectFields(schema, this.fragments, this.variables, root, operation.selectionSet);
    const instance = { type: root.name, seed: root.name };
    let data: SubgraphAnswer['data'] = null;
    try {
      data = this.object(root, instance, fields, []);
    } catch (error) {
      if (!(error instanceof NullBubble)) throw error;
    }
    return this.errors.length === 0 ? { data } : { data, errors: this.errors };
  }

  private object(
    type: GraphQLObjectType,
    instance: Instance,
    fields: Map<string, readonly FieldNode[]>,
    path: Path,
  ): Record<string, unknown> {
    const { style } = this.run;
    let entries: [string, unknown][] = [];
    let bubble: NullBubble | undefined;
    for (const [responseName, nodes] of fields) {
      path.push(responseName);
      try {
        const value = this.field(type, instance, nodes, path);
        if (value !== missing) entries.push([responseName, value]);
      } catch (error) {
        if (!(error instanceof NullBubble)) throw error;
        // The other fields are executed all the same: what they report must not depend on the order in which they are asked for.
        bubble = error;
      }
      path.pop();
    }
    if (bubble !== undefined) throw bubble;
    if (style.extraKeys && style.random.chance(0.3))
      entries.push([`extra${style.random.integer(9)}`, { extra: ['é'] }]);
    if (style.shuffled) entries = style.random.shuffle(entries);
    return Object.fromEntries(entries);
  }

  private field(type: GraphQLObjectType, instance: Instance, nodes: readonly FieldNode[], path: Path): unknown {
    const [node] = nodes as [FieldNode];
    const name = node.name.value;
    if (name === '__typename') {
      const fault = this.run.faults.field(instance.seed, name);
      return fault === 'wrong-typename' && path.length > 1 ? 'Nonexistent' : type.name;
    }
    const definition = type.getFields()[name];
    if (definition === undefined) throw new Error(`The fetch asks ${this.subgraph.name} for ${type.name}.${name}.`);
    if (name === '_entities') return this.entities(nodes, path);
    const args = getArgumentValues(definition, node, this.variables);
    const source =
      type === this.subgraph.schema.getMutationType()
        ? { type: type.name, seed: `${type.name}#${this.run.mutations++}` }
        : instance;
    const fault = this.run.faults.field(instance.seed, name);
    try {
      if (fault === 'error') this.fail(`Fault of ${instance.seed}.${name}`, 'NOT_FOUND', path);
      const value = this.world.value(source, name, args, this.requirement(instance, type, name));
      return this.faulty(fault, definition.type, value, nodes, path, `${source.seed}.${name}`);
    } catch (error) {
      if (error instanceof NullBubble && !isNonNullType(definition.type)) return null;
      throw error;
    }
  }

  /** What a field with `@requires` was given; part of its value, so that a wrong representation shows. */
  private requirement(instance: Instance, type: GraphQLObjectType, name: string): string {
    const fields = this.subgraph.facts.requires.get(`${type.name}.${name}`);
    if (fields === undefined) return '';
    const projected = projectFieldSet(instance.representation, fields, (one, other) =>
      this.world.isSubtype(one, other),
    );
    return projected === undefined ? 'nothing was given' : canonicalJson(projected);
  }

  private faulty(
    fault: FieldFault | undefined,
    type: GraphQLOutputType,
    value: unknown,
    nodes: readonly FieldNode[],
    path: Path,
    seed: string,
  ): unknown {
    const random = new Random(hashText(seed));
    const inner = isNonNullType(type) ? type.ofType : type;
    const named = getNamedType(type);
    switch (fault) {
      case 'null':
        return null;
      case 'missing':
        return missing;
      case 'null-element': {
        const completed = this.complete(type, value, nodes, path);
        if (Array.isArray(completed) && completed.length > 0) completed[random.integer(completed.length)] = null;
        return completed;
      }
      case 'wrong-leaf': {
        if (value === null || !isLeafType(inner)) break;
        const wrong = wrongLeaf(named.name, isEnumType(named), random);
        if (wrong !== undefined) return wrong;
        break;
      }
      case 'wrong-shape':
        // What a representation should hold of it is anybody's guess.
        if (this.world.isRequired(nodes[0]!.name.value)) break;
        if (isLeafType(inner)) break;
        this.run.malformed++;
        if (this.run.repaired) return null;
        return isListType(inner) ? wrongList(random) : wrongObject(random);
      default:
    }
    return this.complete(type, value, nodes, path);
  }

  private complete(type: GraphQLOutputType, value: unknown, nodes: readonly FieldNode[], path: Path): unknown {
    if (isNonNullType(type)) {
      const completed = this.complete(type.ofType as GraphQLOutputType, value, nodes, path);
      if (completed === null) this.fail('Cannot return null for a non-null field.', 'INTERNAL_SERVER_ERROR', path);
      return completed;
    }
    if (value === null || value === undefined) return null;
    if (isListType(type)) {
      const elementType = type.ofType;
      let bubble: NullBubble | undefined;
      const elements = (value as unknown[]).map((element, index) => {
        path.push(index);
        try {
          return this.complete(elementType, element, nodes, path);
        } catch (error) {
          if (!(error instanceof NullBubble)) throw error;
          if (isNonNullType(elementType)) bubble ??= error;
          return null;
        } finally {
          path.pop();
        }
      });
      if (bubble !== undefined) throw bubble;
      return elements;
    }
    if (!isInstance(value)) return value;
    const { schema } = this.subgraph;
    const named = isAbstractType(type) ? schema.getType(value.type) : type;
    if (!isObjectType(named)) throw new Error(`${this.subgraph.name} has no object type ${value.type}.`);
    const fields = collectSubfields(schema, this.fragments, this.variables, named, nodes);
    return this.object(named, value, fields, path);
  }

  private entities(nodes: readonly FieldNode[], path: Path): unknown {
    const definition = this.subgraph.schema.getQueryType()!.getFields()['_entities']!;
    const { representations } = getArgumentValues(definition, nodes[0]!, this.variables) as {
      representations: Record<string, unknown>[];
    };
    const found = representations.map(representation => this.world.find(this.subgraph, representation) ?? null);
    const faults = found.map(instance =>
      instance === null ? undefined : this.run.faults.reference(this.subgraph.name, instance.seed),
    );
    if (faults.includes('everything')) {
      this.fail(`All references of ${this.subgraph.name} fail`, 'NOT_FOUND', path);
    }
    return found.map((instance, index) => {
      if (instance === null || faults[index] === 'unresolved') return null;
      path.push(index);
      try {
        if (faults[index] === 'error') {
          this.fail(`${instance.seed} cannot be found by ${this.subgraph.name}`, 'NOT_FOUND', path);
        }
        const named = this.entityType(String(representations[index]?.['__typename']), instance);
        const fields = collectSubfields(this.subgraph.schema, this.fragments, this.variables, named, nodes);
        return this.object(named, instance, fields, path);
      } catch (error) {
        if (error instanceof NullBubble) return null;
        throw error;
      } finally {
        path.pop();
      }
    });
  }

  /** The type under which a subgraph knows an entity: its own, or the object that stands for an interface. */
  private entityType(typename: string, instance: Instance): GraphQLObjectType {
    const { schema } = this.subgraph;
    const named = schema.getType(typename);
    const type = isObjectType(named) ? named : schema.getType(instance.type);
    if (!isObjectType(type)) throw new Error(`${this.subgraph.name} has no entity ${typename}.`);
    return type;
  }

  private fail(message: string, code: string, path: Path): never {
    this.errors.push({ message, path: [...path], extensions: { code } });
    throw new NullBubble();
  }
}
